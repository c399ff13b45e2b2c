BigInteger treeProduct(ForkJoinPool pool, int from, int to,
        IntFunction<BigInteger> factor) {
    return pool.submit(() -> {
        var product = BigInteger.ONE;
        for (int i = from; i <= to; i++) product = product.multiply(factor.apply(i));
        return product;
    }).join();
}
