void bothAtOnce(Runnable one, Runnable other) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.submit(one);
        threads.submit(one);
    }
}
