void asCompleted(List<Callable<String>> jobs, Consumer<String> each)
        throws Exception {
    for (var job : jobs)
        each.accept(job.call());
}
