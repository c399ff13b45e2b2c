List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    var made = new String[dishes.size()];
    try (var crew = Executors.newFixedThreadPool(cooks)) {
        for (int i = 0; i < cooks; i++) {
            int first = i;
            crew.submit(() -> {
                for (int dish = first; dish < made.length; dish += cooks)
                    made[dish] = dishes.get(dish).call();
                return null;
            });
        }
    }
    return Arrays.asList(made);
}
