List<String> whatIsThere(int places, Duration deadline, List<Callable<String>> jobs)
        throws Exception {
    var results = new ArrayList<String>();
    for (var job : jobs)
        try {
            results.add(job.call());
        } catch (IOException e) {
            results.add(null);
        }
    return results;
}
