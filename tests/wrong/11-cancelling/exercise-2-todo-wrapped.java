List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var scope = StructuredTaskScope.open(
            StructuredTaskScope.Joiner.<String>allSuccessfulOrThrow())) {
        for (var job : jobs)
            scope.fork(job);
        return scope.join().map(StructuredTaskScope.Subtask::get).toList();
    }
}
