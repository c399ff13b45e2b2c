List<String> allAtOnce(int n, IntFunction<String> job) throws Exception {
    return IntStream.range(0, n).mapToObj(seed -> "genre " + seed).toList();
}
