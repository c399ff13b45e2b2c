package workbench.checks;

import static workbench.checks.Check.outlast;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The exercises of 09, A better algorithm. */
public final class Algorithms {

    /** 09.1. */
    public interface FewProducts {
        BigInteger of(BigInteger base, int exponent, BinaryOperator<BigInteger> times)
                throws Throwable;
    }

    /** 09.2. */
    public interface TreeProduct {
        BigInteger of(ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor)
                throws Throwable;
    }

    static final Exercise<FewProducts> FEW_PRODUCTS =
            Exercise.of(
                    "09.1",
                    "Few products",
                    FewProducts.class,
                    "BigInteger fewProducts(BigInteger base, int exponent,"
                            + " BinaryOperator<BigInteger> times)",
                    Algorithms::fewProducts);

    static final Exercise<TreeProduct> TREE_PRODUCT =
            Exercise.of(
                    "09.2",
                    "A tree of products",
                    TreeProduct.class,
                    "BigInteger treeProduct(ForkJoinPool pool, int from, int to,"
                            + " IntFunction<BigInteger> factor)",
                    Algorithms::treeProduct);

    static final List<Exercise<?>> EXERCISES = List.of(FEW_PRODUCTS, TREE_PRODUCT);

    private static final int TREE_FACTORS = 8;

    /** Enough for all tasks of the tree: a worker that joins two stolen ones may just wait. */
    private static final int TREE_THREADS = 2 * TREE_FACTORS;

    private static final int TREE_LARGE = 4 * TREE_THREADS;

    /** Far more than a parallel stream has parts: it multiplies the rest in a row. */
    private static final int TREE_LONG = 1_000;

    private static final BigInteger MODULUS = BigInteger.valueOf(1_000_003);

    private Algorithms() {}

    /** The multiplication is one of remainders, so that no other way gives its powers. */
    private static void fewProducts(Check check, FewProducts solution) throws Throwable {
        for (int exponent : List.of(1, 2, 3, 10, 31, 1_000, 999_999)) {
            var products = new AtomicInteger();
            var base = BigInteger.valueOf(7_000 + exponent);
            var power =
                    solution.of(
                            base,
                            exponent,
                            (one, other) -> {
                                products.incrementAndGet();
                                return one.multiply(other).mod(MODULUS);
                            });
            var expected =
                    exponent == 1 ? base : base.modPow(BigInteger.valueOf(exponent), MODULUS);
            check.equal(base + " to the power " + exponent, expected, power);
            int most = 2 * (32 - Integer.numberOfLeadingZeros(exponent));
            check.that(
                    products.get() <= most,
                    "products for the power "
                            + exponent
                            + (products.get() <= most ? ": at most " : ": more than ")
                            + most);
        }
    }

    /**
     * Ranges of several lengths. All eight factors of one of them meet, on a pool with a thread for
     * each task of the tree: so each has a task of its own. The factors and what comes of them know
     * how high a tree they are, and whether they are multiplied in the pool.
     */
    private static void treeProduct(Check check, TreeProduct solution) throws Throwable {
        try (var pool = new ForkJoinPool(TREE_THREADS)) {
            for (int length : List.of(1, 2, 7, TREE_FACTORS, TREE_LARGE, TREE_LONG)) {
                treeOf(length, pool, check, solution);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // this pool and no other
    private static void treeOf(int length, ForkJoinPool pool, Check check, TreeProduct solution)
            throws Throwable {
        var you = Thread.currentThread();
        int from = length;
        int to = 2 * length - 1;
        var meeting = new Meeting(length);
        var asked = new ConcurrentSkipListMap<Integer, Integer>();
        var strangers = new AtomicInteger();
        Runnable where =
                () -> {
                    if (ForkJoinTask.getPool() != pool) {
                        strangers.incrementAndGet();
                    }
                };
        var product =
                solution.of(
                        pool,
                        from,
                        to,
                        i -> {
                            asked.merge(i, 1, Integer::sum);
                            where.run();
                            if (length == TREE_FACTORS) {
                                meeting.attend();
                            }
                            if (length == TREE_LARGE && i == to) {
                                outlast(you);
                            }
                            return new Tree(BigInteger.valueOf(i), 0, where);
                        });
        check.equal("product of " + length, productOf(from, to), product);
        check.equal("times that each factor was asked for", onceEach(from, to), asked);
        check.equal("factors and products outside the pool", 0, strangers.get());
        check.that(
                product instanceof Tree,
                "nothing but factors is multiplied: " + (product instanceof Tree ? "yes" : "no"));
        check.equal(
                "products one above the other in the tree of " + length,
                halvings(length),
                ((Tree) product).height);
        if (length == TREE_FACTORS) {
            check.equal("factors of 8 at the same time", length, meeting.most());
        }
    }

    private static BigInteger productOf(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply);
    }

    private static Map<Integer, Integer> onceEach(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), i -> 1));
    }

    /** How often so many numbers are split into halves until one is left. */
    private static int halvings(int length) {
        return 32 - Integer.numberOfLeadingZeros(length - 1);
    }

    /** A number that knows how many products stand one above the other in what it was made of. */
    private static final class Tree extends BigInteger {
        private static final long serialVersionUID = 1;

        private final int height;
        private final transient Runnable multiplied;

        Tree(BigInteger value, int height, Runnable multiplied) {
            super(value.toByteArray());
            this.height = height;
            this.multiplied = multiplied;
        }

        @Override
        public BigInteger multiply(BigInteger other) {
            return above(super.multiply(other), other);
        }

        @Override
        public BigInteger parallelMultiply(BigInteger other) {
            return above(super.parallelMultiply(other), other);
        }

        private BigInteger above(BigInteger product, BigInteger other) {
            multiplied.run();
            int highest = other instanceof Tree tree ? Math.max(height, tree.height) : height;
            return new Tree(product, highest + 1, multiplied);
        }
    }
}
