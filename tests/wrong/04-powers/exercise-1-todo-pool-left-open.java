void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    var pool = Executors.newFixedThreadPool(threads, task -> {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    Thread.startVirtualThread(() -> {
        try {
            Thread.sleep(5_000);
        } catch (InterruptedException e) {
            // It shuts down in any case.
        }
        pool.shutdown();
    });
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
