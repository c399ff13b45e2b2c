void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    var steps = new HashMap<String, Future<?>>();
    try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var step : needs.keySet()) {
            var before = needs.get(step);
            var last = before.isEmpty() ? null : steps.get(before.getLast());
            steps.put(step, cooks.submit(() -> {
                if (last != null) last.get();
                cook.accept(step);
                return null;
            }));
        }
    }
}
