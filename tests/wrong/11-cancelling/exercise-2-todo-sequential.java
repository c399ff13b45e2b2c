List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    var results = new ArrayList<String>();
    for (var job : jobs)
        results.add(job.call());
    return results;
}
