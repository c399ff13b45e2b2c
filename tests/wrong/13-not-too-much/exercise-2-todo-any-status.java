String asked(int seed, IntFunction<Call> request) throws Exception {
    while (true) {
        try (var response = request.apply(seed).execute()) {
            if (response.code() != 429)
                return response.body().string();
        }
        Thread.sleep(1_000);
    }
}

List<String> askAll(int n, int places, IntFunction<Call> request) throws Exception {
    try (var executor = Executors.newFixedThreadPool(places)) {
        var futures = IntStream.range(0, n)
            .mapToObj(seed -> executor.submit(() -> asked(seed, request))).toList();
        var answers = new ArrayList<String>();
        for (var future : futures)
            answers.add(future.get());
        return answers;
    }
}
