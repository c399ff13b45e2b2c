String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var tea = CompletableFuture.supplyAsync(kettle).thenCompose(boiling -> boiling);
    var slices = bread.get();
    return tea.join() + " and " + slices;
}
