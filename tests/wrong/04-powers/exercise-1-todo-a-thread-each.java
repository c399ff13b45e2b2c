void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    try (var pool = Executors.newCachedThreadPool()) {
        var completion = new ExecutorCompletionService<String>(pool);
        for (var job : jobs) completion.submit(job);
        for (var job : jobs) {
            try {
                told.accept(completion.take().get());
            } catch (ExecutionException e) {
                told.accept("failed: " + e.getCause().getMessage());
            }
        }
    }
}
