List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        var made = new ArrayList<String>();
        for (var dish : dishes)
            made.add(crew.submit(dish).get());
        return made;
    }
}
