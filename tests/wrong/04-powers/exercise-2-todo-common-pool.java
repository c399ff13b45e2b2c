class Product extends RecursiveTask<BigInteger> {
    final int from, to;
    final IntFunction<BigInteger> factor;

    Product(int from, int to, IntFunction<BigInteger> factor) {
        this.from = from;
        this.to = to;
        this.factor = factor;
    }

    protected BigInteger compute() {
        if (from == to) return factor.apply(from);
        int middle = (from + to) / 2;
        var left = new Product(from, middle, factor);
        var right = new Product(middle + 1, to, factor);
        left.fork();
        return right.compute().multiply(left.join());
    }
}
BigInteger treeProduct(ForkJoinPool pool, int from, int to,
        IntFunction<BigInteger> factor) {
    return new Product(from, to, factor).invoke();
}
