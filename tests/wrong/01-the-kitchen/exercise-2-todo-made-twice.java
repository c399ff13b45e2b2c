List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        crew.invokeAll(dishes);
        var made = new ArrayList<String>();
        for (var dish : crew.invokeAll(dishes))
            made.add(dish.get());
        return made;
    }
}
