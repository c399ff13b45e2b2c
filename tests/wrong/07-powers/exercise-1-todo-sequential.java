List<BigInteger> inPieces(ExecutorService executor, int size, List<Integer> numbers,
        IntFunction<BigInteger> job) throws Exception {
    var powers = new ArrayList<BigInteger>();
    for (int from = 0; from < numbers.size(); from += size) {
        var piece = numbers.subList(from, Math.min(from + size, numbers.size()));
        powers.addAll(executor.submit(() -> piece.stream().map(job::apply).toList()).get());
    }
    return powers;
}
