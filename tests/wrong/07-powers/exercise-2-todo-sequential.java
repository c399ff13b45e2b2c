void asTheyComplete(int threads, List<Callable<String>> jobs, Consumer<String> told)
        throws Exception {
    for (var job : jobs) {
        try {
            told.accept(job.call());
        } catch (Exception e) {
            told.accept("failed: " + e.getMessage());
        }
    }
}
