List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    try (var executor = Executors.newFixedThreadPool(n - 1)) {
        var futures = new ArrayList<Future<String>>();
        for (int i = 0; i < n; i++) {
            int seed = i;
            futures.add(executor.submit(() -> job.apply(seed)));
        }
        var genres = new ArrayList<String>();
        for (var future : futures)
            genres.add(future.get());
        return genres;
    }
}
