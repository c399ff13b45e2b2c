List<Long> latencies(int requests, Duration every, Callable<?> request)
        throws Exception {
    long begin = System.nanoTime();
    var waiting = new ArrayList<Future<Long>>();
    var latencies = new ArrayList<Long>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < requests; i++) {
            long due = begin + i * every.toMillis() * 1_000_000;
            waiting.add(executor.submit(() -> {
                NANOSECONDS.sleep(due - System.nanoTime());
                request.call();
                return System.nanoTime() - due;
            }));
        }
        for (var latency : waiting)
            latencies.add(latency.get());
    }
    return latencies;
}
