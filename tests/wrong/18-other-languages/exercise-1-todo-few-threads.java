List<String> settled(List<Callable<String>> jobs) throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
        var lines = new ArrayList<String>();
        for (var future : threads.invokeAll(jobs)) {
            try {
                lines.add("fulfilled: " + future.get());
            } catch (ExecutionException e) {
                lines.add("rejected: " + e.getCause().getMessage());
            }
        }
        return lines;
    }
}
