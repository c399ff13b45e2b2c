BigInteger treeProduct(ForkJoinPool pool, int from, int to,
        IntFunction<BigInteger> factor) {
    return pool.submit(() -> IntStream.rangeClosed(from, to).parallel()
        .mapToObj(factor).reduce(BigInteger::multiply).get()).join();
}
