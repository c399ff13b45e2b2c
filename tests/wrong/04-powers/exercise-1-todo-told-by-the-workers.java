void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    try (var pool = Executors.newFixedThreadPool(threads)) {
        for (var job : jobs)
            pool.submit(() -> {
                try {
                    told.accept(job.call());
                } catch (Exception e) {
                    told.accept("failed: " + e.getMessage());
                }
            });
    }
}
