void start(Promise<List<String>> all, String[] results, int[] begun, int[] done,
        IntFunction<Promise<String>> job) {
    if (begun[0] == results.length || all.settled) return;
    int mine = begun[0]++;
    job.apply(mine).whenSettled((value, failure) -> {
        results[mine] = value;
        if (++done[0] == results.length) all.settle(Arrays.asList(results), null);
        else start(all, results, begun, done, job);
    });
}

Promise<List<String>> atMost(Loop loop, int most, int n,
        IntFunction<Promise<String>> job) {
    var all = new Promise<List<String>>(loop);
    var results = new String[n];
    int[] begun = {0}, done = {0};
    for (int i = 0; i < most; i++)
        start(all, results, begun, done, job);
    return all;
}
