CompletableFuture<String> firstSuccess(List<CompletableFuture<String>> futures) {
    return CompletableFuture.anyOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(result -> (String) result);
}
