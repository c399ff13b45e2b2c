void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    try (var pool = Executors.newFixedThreadPool(threads)) {
        var completion = new ExecutorCompletionService<String>(pool);
        for (var job : jobs) completion.submit(job);
        for (var job : jobs) told.accept(completion.take().get());
    }
}
