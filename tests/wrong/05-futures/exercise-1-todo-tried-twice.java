List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newFixedThreadPool(limit)) {
        var tasks = jobs.stream().<Callable<String>>map(job -> () -> {
            try {
                return job.call();
            } catch (IOException failed) {
                return job.call();
            }
        }).toList();
        return threads.invokeAll(tasks).stream()
            .map(future -> future.state() == Future.State.SUCCESS ? future.resultNow() : null)
            .toList();
    }
}
