void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    var steps = new HashMap<String, Future<?>>();
    try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var step : needs.keySet()) {
            for (var need : needs.get(step))
                steps.get(need).get();
            steps.put(step, cooks.submit(() -> cook.accept(step)));
        }
    }
}
