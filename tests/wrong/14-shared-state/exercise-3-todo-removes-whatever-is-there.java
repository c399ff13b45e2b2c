String loadOnce(ConcurrentMap<String, Future<String>> cache, String key,
        Callable<String> load) throws Exception {
    var own = new FutureTask<>(load);
    var before = cache.putIfAbsent(key, own);
    if (before == null)
        own.run();
    try {
        return (before == null ? own : before).get();
    } catch (ExecutionException e) {
        cache.remove(key);
        throw e;
    }
}
