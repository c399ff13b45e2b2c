List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    var made = new ArrayList<String>();
    for (var dish : dishes)
        made.add(dish.call());
    return made;
}
