List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    try (var crew = Executors.newFixedThreadPool(3)) {
        var made = new ArrayList<String>();
        for (var dish : crew.invokeAll(dishes))
            made.add(dish.get());
        return made;
    }
}
