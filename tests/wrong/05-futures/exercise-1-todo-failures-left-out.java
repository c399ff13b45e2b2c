List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newFixedThreadPool(limit)) {
        return threads.invokeAll(jobs).stream()
            .filter(future -> future.state() == Future.State.SUCCESS)
            .map(Future::resultNow).toList();
    }
}
