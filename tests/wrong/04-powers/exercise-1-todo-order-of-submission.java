void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    try (var pool = Executors.newFixedThreadPool(threads)) {
        var futures = new ArrayList<Future<String>>();
        for (var job : jobs) futures.add(pool.submit(job));
        for (var future : futures) {
            try {
                told.accept(future.get());
            } catch (ExecutionException e) {
                told.accept("failed: " + e.getCause().getMessage());
            }
        }
    }
}
