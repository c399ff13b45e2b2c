List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
        var pages = IntStream.range(0, n).mapToObj(seed ->
            waiting.submit(() -> download.apply(seed))).toList();
        var parsed = new ArrayList<String>();
        for (var page : pages) parsed.add(parse.apply(page.get()));
        return parsed;
    }
}
