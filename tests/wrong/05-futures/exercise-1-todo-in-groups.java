List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    var results = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < jobs.size(); i += limit)
            for (var future : threads.invokeAll(jobs.subList(i, Math.min(i + limit, jobs.size()))))
                results.add(future.state() == Future.State.SUCCESS ? future.resultNow() : null);
    }
    return results;
}
