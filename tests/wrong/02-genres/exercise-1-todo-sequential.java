List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    var genres = new ArrayList<String>();
    for (int seed = 0; seed < n; seed++)
        genres.add(job.apply(seed));
    return genres;
}
