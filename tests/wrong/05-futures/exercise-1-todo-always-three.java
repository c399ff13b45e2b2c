List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newFixedThreadPool(3)) {
        return threads.invokeAll(jobs).stream()
            .map(future -> future.state() == Future.State.SUCCESS ? future.resultNow() : null)
            .toList();
    }
}
