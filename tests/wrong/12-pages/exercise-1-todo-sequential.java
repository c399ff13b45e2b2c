List<List<Integer>> shares(int pages, int workers) {
    var shares = new ArrayList<List<Integer>>();
    shares.add(IntStream.range(0, pages).boxed().toList());
    while (shares.size() < workers)
        shares.add(List.of());
    return shares;
}
