List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        var done = new ExecutorCompletionService<String>(crew);
        for (var dish : dishes)
            done.submit(dish);
        var made = new ArrayList<String>();
        for (int i = 0; i < dishes.size(); i++)
            made.add(done.take().get());
        return made;
    }
}
