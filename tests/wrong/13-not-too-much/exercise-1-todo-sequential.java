List<String> atMost(int limit, List<Callable<String>> jobs) throws Exception {
    var results = new ArrayList<String>();
    for (var job : jobs) {
        try {
            results.add(job.call());
        } catch (IOException failed) {
            results.add(null);
        }
    }
    return results;
}
