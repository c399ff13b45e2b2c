List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var results = new ArrayList<String>();
        for (var future : threads.invokeAll(jobs))
            results.add(future.get());
        return results;
    } catch (ExecutionException e) {
        throw (Exception) e.getCause();
    }
}
