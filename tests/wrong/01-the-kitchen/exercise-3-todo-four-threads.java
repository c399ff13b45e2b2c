void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    var steps = new ConcurrentHashMap<String, Future<?>>();
    try (var cooks = Executors.newFixedThreadPool(4)) {
        for (var step : needs.keySet())
            steps.put(step, cooks.submit(() -> {
                for (var need : needs.get(step)) steps.get(need).get();
                cook.accept(step);
                return null;
            }));
    }
}
