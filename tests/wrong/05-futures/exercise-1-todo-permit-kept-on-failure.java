List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    var permits = new Semaphore(limit);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var futures = jobs.stream().map(job -> threads.submit(() -> {
            permits.acquire();
            var result = job.call();
            permits.release();
            return result;
        })).toList();
        var results = new ArrayList<String>();
        for (var future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException failed) {
                results.add(null);
            }
        }
        return results;
    }
}
