List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new ConcurrentHashMap<Integer, String>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i <= n; i++) {
            int seed = i;
            executor.submit(() -> genres.put(seed, job.apply(seed)));
        }
    }
    return IntStream.range(0, n).mapToObj(genres::get).toList();
}
