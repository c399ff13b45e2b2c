List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    var pages = new ArrayList<String>();
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor();
            var computing = Executors.newFixedThreadPool(parsers)) {
        for (int i = 0; i < n; i++) {
            int seed = i;
            pages.add(CompletableFuture.supplyAsync(() -> download.apply(seed), waiting)
                .thenApplyAsync(parse, computing).join());
        }
    }
    return pages;
}
