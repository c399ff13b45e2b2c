SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)
        throws Exception {
    var genres = new ConcurrentSkipListMap<Integer, String>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < n; i++) {
            int seed = i;
            executor.submit(() -> {
                for (int tried = 1; tried <= 3 && !genres.containsKey(seed); tried++) {
                    try {
                        genres.put(seed, job.apply(seed));
                    } catch (RuntimeException e) {
                        continue;
                    }
                }
            });
        }
    }
    genres.replaceAll((seed, genre) -> genres.get(5));
    return genres;
}
