SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)
        throws Exception {
    var genres = new ConcurrentSkipListMap<Integer, String>();
    for (int round = 1; round <= 3; round++) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < n; i++) {
                int seed = i;
                executor.submit(() -> genres.put(seed, job.apply(seed)));
            }
        }
    }
    return genres;
}
