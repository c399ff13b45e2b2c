String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var tea = kettle.get().join();
    return tea + " and " + bread.get();
}
