String loadOnce(ConcurrentMap<String, Future<String>> cache, String key,
        Callable<String> load) throws Exception {
    if (!cache.containsKey(key))
        cache.put(key, CompletableFuture.completedFuture(load.call()));
    return cache.get(key).get();
}
