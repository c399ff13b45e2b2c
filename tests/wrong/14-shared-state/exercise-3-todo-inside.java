String loadOnce(ConcurrentMap<String, Future<String>> cache, String key,
        Callable<String> load) throws Exception {
    return cache.computeIfAbsent(key, each -> {
        var task = new FutureTask<>(load);
        task.run();
        return task;
    }).get();
}
