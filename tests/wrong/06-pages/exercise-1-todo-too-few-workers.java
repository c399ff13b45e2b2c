List<List<Integer>> shares(int pages, int workers) {
    int few = Math.max(1, Math.min(pages, workers));
    return IntStream.range(0, few).mapToObj(worker ->
        IntStream.iterate(worker, page -> page < pages, page -> page + few)
            .boxed().toList()).toList();
}
