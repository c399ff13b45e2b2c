List<String> limited(List<String> hosts, int perHost, IntFunction<String> job)
        throws Exception {
    var permits = new Semaphore(perHost * (int) hosts.stream().distinct().count());
    var futures = new ArrayList<Future<String>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < hosts.size(); i++) {
            int number = i;
            futures.add(executor.submit(() -> {
                permits.acquire();
                try {
                    return job.apply(number);
                } finally {
                    permits.release();
                }
            }));
        }
    }
    var answers = new ArrayList<String>();
    for (var future : futures)
        answers.add(future.get());
    return answers;
}
