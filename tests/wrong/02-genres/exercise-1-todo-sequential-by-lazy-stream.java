List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        return IntStream.range(0, n)
            .mapToObj(seed -> CompletableFuture.supplyAsync(() -> job.apply(seed), executor))
            .map(CompletableFuture::join)
            .toList();
    }
}
