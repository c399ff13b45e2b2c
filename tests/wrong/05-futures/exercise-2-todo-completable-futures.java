List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var failed = new CompletableFuture<String>();
        var futures = jobs.stream().map(job -> CompletableFuture.supplyAsync(() -> {
            try {
                return job.call();
            } catch (Exception e) {
                failed.completeExceptionally(e);
                throw new CompletionException(e);
            }
        }, threads)).toList();
        var all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(failed, all).get();
            return futures.stream().map(CompletableFuture::join).toList();
        } catch (ExecutionException e) {
            futures.forEach(future -> future.cancel(true));
            throw (Exception) e.getCause();
        }
    }
}
