CompletableFuture<String> toFuture(BiConsumer<Consumer<String>, Consumer<Throwable>> ask) {
    var box = new CompletableFuture<String>();
    ask.accept(genre -> box.complete(genre), failure -> box.completeExceptionally(failure));
    box.join();
    return box;
}
