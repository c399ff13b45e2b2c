void dinner(List<Lock> pans, int meals, IntConsumer cook) throws Exception {
    var evenings = new ArrayList<Future<?>>();
    try (var executor = Executors.newFixedThreadPool(2)) {
        for (int i = 0; i < pans.size(); i++) {
            int number = i;
            evenings.add(executor.submit(() -> {
                for (int meal = 0; meal < meals; meal++)
                    holdingBoth(pans.get(number), pans.get((number + 1) % pans.size()),
                        () -> cook.accept(number));
                return number;
            }));
        }
    }
    for (var evening : evenings)
        evening.get();
}
