void round(Promise<List<String>> all, String[] results, int from, int most,
        IntFunction<Promise<String>> job) {
    int to = Math.min(results.length, from + most);
    int[] left = {to - from};
    for (int i = from; i < to; i++) {
        int mine = i;
        job.apply(mine).whenSettled((value, failure) -> {
            results[mine] = value;
            if (failure != null) all.settle(null, failure);
            else if (--left[0] > 0) return;
            else if (to == results.length) all.settle(List.of(results), null);
            else round(all, results, to, most, job);
        });
    }
}

Promise<List<String>> atMost(Loop loop, int most, int n,
        IntFunction<Promise<String>> job) {
    var all = new Promise<List<String>>(loop);
    round(all, new String[n], 0, most, job);
    return all;
}
