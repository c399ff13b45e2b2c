String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    kettle.get();
    var slices = bread.get();
    return kettle.get().join() + " and " + slices;
}
