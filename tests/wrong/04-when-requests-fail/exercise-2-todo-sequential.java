SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)
        throws Exception {
    var genres = new TreeMap<Integer, String>();
    for (int seed = 0; seed < n; seed++) {
        for (int tried = 1; tried <= 3 && !genres.containsKey(seed); tried++) {
            try {
                genres.put(seed, job.apply(seed));
            } catch (RuntimeException e) {
                continue;
            }
        }
    }
    return genres;
}
