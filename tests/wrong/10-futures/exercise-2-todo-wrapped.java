List<String> allOrNothing(List<Callable<String>> jobs) throws Exception {
    try (var scope = StructuredTaskScope.open(
            StructuredTaskScope.Joiner.<String>allSuccessfulOrThrow())) {
        jobs.forEach(scope::fork);
        return scope.join().map(StructuredTaskScope.Subtask::get).toList();
    }
}
