List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor();
            var computing = Executors.newFixedThreadPool(parsers - 1)) {
        var pages = IntStream.range(0, n).mapToObj(seed -> CompletableFuture
            .supplyAsync(() -> download.apply(seed), waiting)
            .thenApplyAsync(parse, computing)).toList();
        return pages.stream().map(CompletableFuture::join).toList();
    }
}
