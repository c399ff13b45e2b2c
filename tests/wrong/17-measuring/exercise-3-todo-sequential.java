List<Long> latencies(int requests, Duration every, Callable<?> request) throws Exception {
    long begin = System.nanoTime();
    var latencies = new ArrayList<Long>();
    for (int i = 0; i < requests; i++) {
        long due = begin + i * every.toNanos();
        java.util.concurrent.TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        request.call();
        latencies.add(System.nanoTime() - due);
    }
    return latencies;
}
