void oneAfterTheOther(Promise<List<String>> all, List<String> results, int n,
        IntFunction<Promise<String>> job) {
    if (results.size() == n) all.settle(results, null);
    else job.apply(results.size()).whenSettled((value, failure) -> {
        if (failure != null) {
            all.settle(null, failure);
            return;
        }
        results.add(value);
        oneAfterTheOther(all, results, n, job);
    });
}

Promise<List<String>> atMost(Loop loop, int most, int n,
        IntFunction<Promise<String>> job) {
    var all = new Promise<List<String>>(loop);
    oneAfterTheOther(all, new ArrayList<>(), n, job);
    return all;
}
