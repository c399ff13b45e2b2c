List<List<Integer>> shares(int pages, int workers) {
    int size = pages / workers;
    return IntStream.range(0, workers).mapToObj(worker ->
        IntStream.range(worker * size, (worker + 1) * size).boxed().toList()).toList();
}
