List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    var made = new String[dishes.size()];
    int share = dishes.size() / cooks;
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        for (int i = 0; i < cooks; i++) {
            int from = i * share;
            crew.submit(() -> {
                for (int dish = from; dish < from + share; dish++)
                    made[dish] = dishes.get(dish).call();
                return null;
            });
        }
    }
    return Arrays.asList(made);
}
