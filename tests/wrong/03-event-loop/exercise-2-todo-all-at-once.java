Promise<List<String>> atMost(Loop loop, int most, int n,
        IntFunction<Promise<String>> job) {
    var all = new Promise<List<String>>(loop);
    var results = new String[n];
    int[] done = {0};
    for (int i = 0; i < n; i++) {
        int mine = i;
        job.apply(mine).whenSettled((value, failure) -> {
            results[mine] = value;
            if (failure != null) all.settle(null, failure);
            else if (++done[0] == n) all.settle(List.of(results), null);
        });
    }
    return all;
}
