List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    var made = new ConcurrentSkipListSet<String>();
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        for (var dish : dishes)
            crew.submit(() -> made.add(dish.call()));
    }
    return new ArrayList<>(made);
}
