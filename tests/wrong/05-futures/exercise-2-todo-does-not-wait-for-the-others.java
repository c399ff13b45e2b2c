List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var done = new ExecutorCompletionService<String>(threads);
    var futures = jobs.stream().map(done::submit).toList();
    try {
        for (var job : jobs)
            done.take().get();
        return futures.stream().map(Future::resultNow).toList();
    } catch (ExecutionException e) {
        throw (Exception) e.getCause();
    } finally {
        threads.shutdownNow();
    }
}
