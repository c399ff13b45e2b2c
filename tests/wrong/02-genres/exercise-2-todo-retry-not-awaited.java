String tryAgain(int seed, IntFunction<String> job) {
    try {
        return job.apply(seed);
    } catch (RuntimeException e) {
        return null;
    }
}

SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)
        throws Exception {
    var genres = new ConcurrentSkipListMap<Integer, String>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < n; i++) {
        int seed = i;
        threads.add(Thread.startVirtualThread(() -> {
            var genre = tryAgain(seed, job);
            if (genre != null) {
                genres.put(seed, genre);
                return;
            }
            Thread.startVirtualThread(() -> {
                var second = tryAgain(seed, job);
                var third = second == null ? tryAgain(seed, job) : second;
                if (third != null) genres.put(seed, third);
            });
        }));
    }
    for (var thread : threads)
        thread.join();
    return genres;
}
