List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    return dishes.parallelStream().map(dish -> {
        try {
            return dish.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }).toList();
}
