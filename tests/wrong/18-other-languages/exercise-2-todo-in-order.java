void asCompleted(List<Callable<String>> jobs, Consumer<String> each)
        throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var future : threads.invokeAll(jobs))
            each.accept(future.get());
    }
}
