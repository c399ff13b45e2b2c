String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var tea = kettle.get();
    var slices = CompletableFuture.supplyAsync(bread).join();
    return tea.join() + " and " + slices;
}
