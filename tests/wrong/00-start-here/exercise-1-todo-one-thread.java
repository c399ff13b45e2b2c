void bothAtOnce(Runnable one, Runnable other) {
    try (var threads = Executors.newSingleThreadExecutor()) {
        threads.submit(one);
        threads.submit(other);
    }
}
