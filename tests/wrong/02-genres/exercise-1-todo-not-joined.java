List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new String[n];
    var started = new CountDownLatch(1);
    for (int i = 0; i < n; i++) {
        int seed = i;
        Thread.startVirtualThread(() -> {
            try {
                started.await(100, TimeUnit.MILLISECONDS);
                genres[seed] = job.apply(seed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
    return new ArrayList<>(Arrays.asList(genres));
}
