List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var futures = jobs.stream().map(threads::submit).toList();
        try {
            var results = new ArrayList<String>();
            for (var future : futures)
                results.add(future.get());
            return results;
        } catch (ExecutionException e) {
            futures.forEach(future -> future.cancel(true));
            throw (Exception) e.getCause();
        }
    }
}
