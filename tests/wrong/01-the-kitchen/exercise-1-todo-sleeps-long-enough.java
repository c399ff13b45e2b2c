String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread)
        throws InterruptedException {
    var tea = kettle.get();
    var slices = bread.get();
    Thread.sleep(1_000);
    return tea.getNow("cold water") + " and " + slices;
}
