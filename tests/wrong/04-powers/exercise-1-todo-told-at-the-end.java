void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    try (var pool = Executors.newFixedThreadPool(threads)) {
        for (var future : pool.invokeAll(jobs)) {
            try {
                told.accept(future.get());
            } catch (ExecutionException e) {
                told.accept("failed: " + e.getCause().getMessage());
            }
        }
    }
}
