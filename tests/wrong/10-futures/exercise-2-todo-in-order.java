CompletableFuture<String> firstSuccess(List<CompletableFuture<String>> futures) {
    return CompletableFuture.supplyAsync(() -> {
        RuntimeException last = null;
        for (var future : futures)
            try {
                return future.join();
            } catch (RuntimeException e) {
                last = e;
            }
        throw last;
    });
}
