void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Exception {
    for (var step : needs.keySet())
        cook.accept(step);
}
