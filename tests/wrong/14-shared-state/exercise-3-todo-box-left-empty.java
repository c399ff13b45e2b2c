String loadOnce(ConcurrentMap<String, Future<String>> cache, String key,
        Callable<String> load) throws Exception {
    var box = new CompletableFuture<String>();
    var before = cache.putIfAbsent(key, box);
    if (before != null)
        return before.get();
    try {
        box.complete(load.call());
    } catch (Exception e) {
        cache.remove(key, box);
        box.completeExceptionally(e);
    }
    return box.get();
}
