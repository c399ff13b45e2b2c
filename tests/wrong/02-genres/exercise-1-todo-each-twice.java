List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var futures = new ArrayList<Future<String>>();
        for (int i = 0; i < n; i++) {
            int seed = i;
            executor.submit(() -> job.apply(seed));
            futures.add(executor.submit(() -> job.apply(seed)));
        }
        var genres = new ArrayList<String>();
        for (var future : futures)
            genres.add(future.get());
        return genres;
    }
}
