String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var tea = kettle.get();
    bread.get();
    return tea.join() + " and " + bread.get();
}
