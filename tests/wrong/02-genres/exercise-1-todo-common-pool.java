List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var futures = IntStream.range(0, n)
        .mapToObj(seed -> CompletableFuture.supplyAsync(() -> job.apply(seed))).toList();
    return futures.stream().map(CompletableFuture::join).toList();
}
