List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        var made = new ArrayList<String>();
        for (int i = 0; i < dishes.size(); i += cooks) {
            var round = dishes.subList(i, Math.min(i + cooks, dishes.size()));
            for (var dish : crew.invokeAll(round))
                made.add(dish.get());
        }
        return made;
    }
}
