CompletableFuture<String> firstSuccess(List<CompletableFuture<String>> futures) {
    for (var future : futures) {
        try {
            return CompletableFuture.completedFuture(future.get(1, SECONDS));
        } catch (Exception failed) {
            continue;
        }
    }
    return CompletableFuture.failedFuture(new IOException("all have failed"));
}
