String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var tea = kettle.get();
    var slices = bread.get();
    return tea.getNow("tea") + " and " + slices;
}
