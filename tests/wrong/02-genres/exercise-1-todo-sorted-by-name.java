List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new ConcurrentLinkedQueue<String>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < n; i++) {
            int seed = i;
            executor.submit(() -> genres.add(job.apply(seed)));
        }
    }
    return genres.stream().sorted().toList();    // "genre 10" comes before "genre 2"
}
