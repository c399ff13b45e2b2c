List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    var parsed = new ConcurrentLinkedDeque<String>();
    try (var computing = Executors.newFixedThreadPool(parsers);
            var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < n; i++) {
            int seed = i;
            waiting.submit(() -> {
                var html = download.apply(seed);
                computing.submit(() -> parsed.addFirst(parse.apply(html)));
            });
        }
    }
    return List.copyOf(parsed);
}
