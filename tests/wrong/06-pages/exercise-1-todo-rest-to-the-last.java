List<List<Integer>> shares(int pages, int workers) {
    int perWorker = pages / workers;
    int forTheLast = perWorker + pages % workers;
    var shares = new ArrayList<List<Integer>>();
    for (int worker = 0; worker < workers; worker++) {
        int first = worker * perWorker;
        int size = worker < workers - 1 ? perWorker : forTheLast;
        shares.add(IntStream.range(first, first + size).boxed().toList());
    }
    return shares;
}
