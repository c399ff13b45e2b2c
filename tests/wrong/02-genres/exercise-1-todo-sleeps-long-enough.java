List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new String[n];
    for (int i = 0; i < n; i++) {
        int seed = i;
        Thread.startVirtualThread(() -> genres[seed] = job.apply(seed));
    }
    Thread.sleep(1_000);
    return Arrays.asList(genres);
}
