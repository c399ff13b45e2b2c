SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)
        throws Exception {
    var genres = new TreeMap<Integer, String>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var futures = new ArrayList<Future<String>>();
        for (int i = 0; i < n; i++) {
            int seed = i;
            futures.add(executor.submit(() -> job.apply(seed)));
        }
        for (int seed = 0; seed < n; seed++)
            genres.put(seed, futures.get(seed).get());
    }
    return genres;
}
