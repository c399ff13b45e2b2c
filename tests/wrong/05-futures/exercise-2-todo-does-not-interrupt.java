List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var done = new ExecutorCompletionService<String>(threads);
        var futures = jobs.stream().map(done::submit).toList();
        try {
            for (var job : jobs)
                done.take().get();
            return futures.stream().map(Future::resultNow).toList();
        } catch (ExecutionException e) {
            futures.forEach(future -> future.cancel(false));
            throw (Exception) e.getCause();
        }
    }
}
