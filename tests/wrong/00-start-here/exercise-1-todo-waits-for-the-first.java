void bothAtOnce(Runnable one, Runnable other) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.submit(one).get();
        threads.submit(other).get();
    } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
    }
}
