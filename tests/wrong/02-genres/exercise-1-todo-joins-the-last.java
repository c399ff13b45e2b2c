List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new String[n];
    Thread thread = null;
    for (int i = 0; i < n; i++) {
        int seed = i;
        thread = new Thread(() -> genres[seed] = job.apply(seed));
        thread.start();
    }
    thread.join();
    return Arrays.asList(genres);
}
