List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    var made = new String[dishes.size()];
    var crew = Executors.newFixedThreadPool(cooks);
    for (int i = 0; i < made.length; i++) {
        int dish = i;
        crew.submit(() -> made[dish] = dishes.get(dish).call());
    }
    crew.shutdown();
    Thread.sleep(1_000);
    return Arrays.asList(made);
}
