void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    var steps = new HashMap<String, CompletableFuture<Void>>();
    for (var step : needs.keySet()) {
        var before = needs.get(step).stream().map(steps::get)
            .toArray(CompletableFuture[]::new);
        steps.put(step, CompletableFuture.allOf(before)
            .thenRunAsync(() -> cook.accept(step), Thread::startVirtualThread));
    }
    Thread.sleep(1_000);
}
