List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor();
            var computing = Executors.newFixedThreadPool(parsers)) {
        var pages = IntStream.range(0, n).mapToObj(seed -> CompletableFuture
            .runAsync(() -> download.apply(seed), waiting)
            .thenApplyAsync(done -> parse.apply(download.apply(seed)), computing)).toList();
        return pages.stream().map(CompletableFuture::join).toList();
    }
}
