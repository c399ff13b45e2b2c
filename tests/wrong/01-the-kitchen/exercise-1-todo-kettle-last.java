String breakfast(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread) {
    var slices = bread.get();
    return kettle.get().join() + " and " + slices;
}
