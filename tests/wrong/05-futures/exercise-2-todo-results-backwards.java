List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var done = new ExecutorCompletionService<String>(threads);
        var futures = jobs.reversed().stream().map(done::submit).toList();
        var results = new ArrayList<String>();
        try {
            for (var future : futures)
                results.add(future.get());
            return results;
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    } catch (ExecutionException e) {
        throw (Exception) e.getCause();
    }
}
