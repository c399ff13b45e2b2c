List<String> prepare(int cooks, List<Callable<String>> dishes) throws Exception {
    var crew = new ThreadPoolExecutor(cooks, cooks, 10, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>());
    crew.allowCoreThreadTimeOut(true);
    var made = new ArrayList<String>();
    for (var dish : crew.invokeAll(dishes))
        made.add(dish.get());
    return made;
}
