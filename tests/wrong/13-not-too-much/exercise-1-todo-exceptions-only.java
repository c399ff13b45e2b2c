List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    try (var executor = Executors.newFixedThreadPool(limit)) {
        var futures = new ArrayList<Future<String>>();
        for (var job : jobs)
            futures.add(executor.submit(() -> {
                try {
                    return job.call();
                } catch (Exception e) {
                    return null;
                }
            }));
        var results = new ArrayList<String>();
        for (var future : futures)
            results.add(future.get());
        return results;
    }
}
