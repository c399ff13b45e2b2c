String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var tea = kettle.get();
    bread.get();
    tea.join();
    return "tea and bread";
}
