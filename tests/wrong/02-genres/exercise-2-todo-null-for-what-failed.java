SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)
        throws Exception {
    var genres = new TreeMap<Integer, String>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var futures = IntStream.range(0, n).mapToObj(seed -> executor.submit(() -> {
            for (int tried = 1; tried <= 3; tried++) {
                try {
                    return job.apply(seed);
                } catch (RuntimeException e) {
                    continue;
                }
            }
            return null;
        })).toList();
        for (int seed = 0; seed < n; seed++)
            genres.put(seed, futures.get(seed).get());
    }
    return genres;
}
