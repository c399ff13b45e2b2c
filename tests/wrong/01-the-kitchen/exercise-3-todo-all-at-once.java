void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var step : needs.keySet())
            cooks.submit(() -> cook.accept(step));
    }
}
