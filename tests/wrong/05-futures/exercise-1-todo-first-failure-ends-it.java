List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newFixedThreadPool(limit)) {
        var results = new ArrayList<String>();
        for (var future : threads.invokeAll(jobs))
            results.add(future.get());
        return results;
    }
}
