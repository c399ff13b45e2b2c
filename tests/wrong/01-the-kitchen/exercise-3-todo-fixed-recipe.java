void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
        var bacon = CompletableFuture.runAsync(() -> cook.accept("bacon"), cooks);
        var toast = CompletableFuture.runAsync(() -> cook.accept("toast"), cooks);
        var butter = toast.thenRunAsync(() -> cook.accept("butter"), cooks);
        var egg = CompletableFuture.runAsync(() -> cook.accept("egg 1"), cooks);
        CompletableFuture.allOf(bacon, butter, egg).join();
        cook.accept("meal");
    }
}
