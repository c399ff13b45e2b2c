void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    var steps = new HashMap<String, Future<?>>();
    try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var step : needs.keySet()) {
            var before = needs.get(step).stream().map(steps::get).limit(1).toList();
            steps.put(step, cooks.submit(() -> {
                for (var need : before) need.get();
                cook.accept(step);
                return null;
            }));
        }
    }
}
