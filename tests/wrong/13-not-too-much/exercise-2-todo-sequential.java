List<String> askAll(int n, int places, IntFunction<Call> request) throws Exception {
    var answers = new ArrayList<String>();
    while (answers.size() < n)
        try (var response = request.apply(answers.size()).execute()) {
            if (response.code() == 429)
                Thread.sleep(1_000);
            else
                answers.add(response.body().string());
        }
    return answers;
}
