class Product extends RecursiveTask<BigInteger> {
    final int from, to;
    final IntFunction<BigInteger> factor;

    Product(int from, int to, IntFunction<BigInteger> factor) {
        this.from = from;
        this.to = to;
        this.factor = factor;
    }

    protected BigInteger compute() {
        if (to - from <= 1) return factor.apply(from);
        int middle = (from + to) / 2;
        var left = new Product(from, middle, factor);
        var right = new Product(middle, to, factor);
        invokeAll(left, right);
        return left.join().multiply(right.join());
    }
}
BigInteger treeProduct(ForkJoinPool pool, int from, int to,
        IntFunction<BigInteger> factor) {
    return pool.invoke(new Product(from, to, factor));
}
