List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = Collections.synchronizedList(new LinkedList<String>());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < n; i++) {
            int seed = i;
            executor.submit(() -> {
                var genre = job.apply(seed);
                synchronized (genres) {
                    genres.addFirst(genre);
                    if (seed == n - 1) Collections.reverse(genres);
                }
            });
        }
    }
    Collections.sort(genres);
    return genres;
}
