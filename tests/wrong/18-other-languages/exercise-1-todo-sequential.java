List<String> settled(List<Callable<String>> jobs) throws Exception {
    var lines = new ArrayList<String>();
    for (var job : jobs) {
        try {
            lines.add("fulfilled: " + job.call());
        } catch (Throwable failure) {
            lines.add("rejected: " + failure.getMessage());
        }
    }
    return lines;
}
