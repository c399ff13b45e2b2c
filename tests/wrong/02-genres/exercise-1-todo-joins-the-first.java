List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new String[n];
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < n; i++) {
        int seed = i;
        threads.add(Thread.startVirtualThread(() -> genres[seed] = job.apply(seed)));
    }
    threads.getFirst().join();
    return Arrays.asList(genres);
}
