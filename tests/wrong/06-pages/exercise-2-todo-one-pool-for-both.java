List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    try (var threads = Executors.newFixedThreadPool(parsers)) {
        var pages = IntStream.range(0, n).mapToObj(seed ->
            threads.submit(() -> parse.apply(download.apply(seed)))).toList();
        var parsed = new ArrayList<String>();
        for (var page : pages) parsed.add(page.get());
        return parsed;
    }
}
