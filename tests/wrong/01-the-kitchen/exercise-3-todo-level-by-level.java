void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    var done = new HashSet<String>();
    while (done.size() < needs.size()) {
        var ready = needs.keySet().stream()
            .filter(step -> !done.contains(step) && done.containsAll(needs.get(step)))
            .toList();
        try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var step : ready)
                cooks.submit(() -> cook.accept(step));
        }
        done.addAll(ready);
    }
}
