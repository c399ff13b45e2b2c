List<List<Integer>> shares(int pages, int workers) {
    return IntStream.range(0, workers).mapToObj(worker -> IntStream.range(
        worker * pages / workers, Math.min(pages, (worker + 1) * pages / workers + 1))
        .boxed().toList()).toList();
}
