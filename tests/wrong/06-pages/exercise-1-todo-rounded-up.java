List<List<Integer>> shares(int pages, int workers) {
    int size = (pages + workers - 1) / workers;
    return IntStream.range(0, workers).mapToObj(worker -> IntStream.range(
        Math.min(pages, worker * size), Math.min(pages, (worker + 1) * size))
        .boxed().toList()).toList();
}
