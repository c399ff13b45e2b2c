void cookWithNeeds(String step, Map<String, List<String>> needs, Consumer<String> cook) {
    try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var need : needs.get(step))
            cooks.submit(() -> cookWithNeeds(need, needs, cook));
    }
    cook.accept(step);
}

void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    cookWithNeeds(List.copyOf(needs.keySet()).getLast(), needs, cook);
}
