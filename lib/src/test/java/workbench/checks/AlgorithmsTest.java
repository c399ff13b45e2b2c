package workbench.checks;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class AlgorithmsTest {

    private static BigInteger fromTheHighestBit(
            BigInteger base, int exponent, BinaryOperator<BigInteger> times) {
        var power = BigInteger.ONE;
        for (int bit = Integer.highestOneBit(exponent); bit > 0; bit >>= 1) {
            power = times.apply(power, power);
            if ((exponent & bit) != 0) {
                power = times.apply(power, base);
            }
        }
        return power;
    }

    private static BigInteger byHalves(
            BigInteger base, int exponent, BinaryOperator<BigInteger> times) {
        if (exponent == 1) {
            return base;
        }
        var half = byHalves(base, exponent / 2, times);
        var square = times.apply(half, half);
        return exponent % 2 == 0 ? square : times.apply(square, base);
    }

    private static BigInteger fromTheLowestBit(
            BigInteger base, int exponent, BinaryOperator<BigInteger> times) {
        BigInteger power = null;
        var square = base;
        for (int rest = exponent; ; rest /= 2) {
            if (rest % 2 == 1) {
                power = power == null ? square : times.apply(power, square);
            }
            if (rest == 1) {
                return power;
            }
            square = times.apply(square, square);
        }
    }

    private static BigInteger inARow(
            BigInteger base, int exponent, BinaryOperator<BigInteger> times) {
        var power = base;
        for (int i = 1; i < exponent; i++) {
            power = times.apply(power, base);
        }
        return power;
    }

    private static BigInteger halvesTwice(
            BigInteger base, int exponent, BinaryOperator<BigInteger> times) {
        if (exponent == 1) {
            return base;
        }
        var left = halvesTwice(base, exponent / 2, times);
        return times.apply(left, halvesTwice(base, exponent - exponent / 2, times));
    }

    @TestFactory
    Stream<DynamicTest> fewProducts() {
        return Solutions.of(Algorithms.FEW_PRODUCTS)
                .right("from the highest bit", AlgorithmsTest::fromTheHighestBit)
                .right("from the lowest bit", AlgorithmsTest::fromTheLowestBit)
                .right("by halves", AlgorithmsTest::byHalves)
                .wrong(
                        "nothing",
                        "7001 to the power 1: 1 instead of 7001",
                        (base, exponent, times) -> BigInteger.ONE)
                .wrong("in a row", "products for the power 10", AlgorithmsTest::inARow)
                .wrong("each half twice", "products for the power", AlgorithmsTest::halvesTwice)
                .wrong("pow", "power 2: ", (base, exponent, times) -> base.pow(exponent))
                .wrong(
                        "the odd factor forgotten",
                        "power 3: ",
                        (base, exponent, times) -> {
                            var power = base;
                            for (int rest = exponent; rest > 1; rest /= 2) {
                                power = times.apply(power, power);
                            }
                            return power;
                        })
                .tests();
    }

    /**
     * A product by halves, down to ranges of a given length; how two halves run is one's choice.
     */
    private static final class Product extends RecursiveTask<BigInteger> {
        private static final long serialVersionUID = 1;

        private final int from;
        private final int to;
        private final int alone;
        private final transient IntFunction<BigInteger> factor;
        private final transient BinaryOperator<Product> way;
        private transient BigInteger first;
        private transient BigInteger second;

        Product(
                int from,
                int to,
                int alone,
                IntFunction<BigInteger> factor,
                BinaryOperator<Product> way) {
            this.from = from;
            this.to = to;
            this.alone = alone;
            this.factor = factor;
            this.way = way;
        }

        @Override
        protected BigInteger compute() {
            if (to - from < alone) {
                var product = factor.apply(from);
                for (int i = from + 1; i <= to; i++) {
                    product = product.multiply(factor.apply(i));
                }
                return product;
            }
            int middle = (from + to) / 2;
            var left = new Product(from, middle, alone, factor, way);
            var right = new Product(middle + 1, to, alone, factor, way);
            way.apply(left, right);
            return left.first.multiply(right.second);
        }

        static Product forkComputeJoin(Product left, Product right) {
            left.fork();
            right.second = right.compute();
            left.first = left.join();
            return left;
        }

        static Product both(Product left, Product right) {
            invokeAll(left, right);
            left.first = left.join();
            right.second = right.join();
            return left;
        }

        static Product forkBoth(Product left, Product right) {
            left.fork();
            right.fork();
            right.second = right.join();
            left.first = left.join();
            return left;
        }

        static Product joinFirst(Product left, Product right) {
            left.first = left.fork().join();
            right.second = right.compute();
            return left;
        }

        static Product computeFirst(Product left, Product right) {
            left.first = left.compute();
            right.second = right.fork().join();
            return left;
        }

        static Product twice(Product left, Product right) {
            left.fork();
            right.second = right.compute();
            left.first = left.compute();
            return left;
        }
    }

    private static BigInteger byTasks(
            ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor) {
        return from == to
                ? factor.apply(from)
                : pool.submit(() -> halves(pool, from, to, factor)).join();
    }

    private static BigInteger halves(
            ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor) {
        if (from == to) {
            return factor.apply(from);
        }
        int middle = (from + to) >>> 1;
        var left = ForkJoinTask.adapt(() -> halves(pool, from, middle, factor)).fork();
        var right = halves(pool, middle + 1, to, factor);
        return left.join().parallelMultiply(right);
    }

    @TestFactory
    Stream<DynamicTest> treeProductRight() {
        return Solutions.of(Algorithms.TREE_PRODUCT)
                .right(
                        "fork, compute, join",
                        (pool, from, to, factor) ->
                                pool.invoke(
                                        new Product(from, to, 1, factor, Product::forkComputeJoin)))
                .right(
                        "invokeAll",
                        (pool, from, to, factor) ->
                                pool.invoke(new Product(from, to, 1, factor, Product::both)))
                .right(
                        "fork both",
                        (pool, from, to, factor) ->
                                pool.submit(new Product(from, to, 1, factor, Product::forkBoth))
                                        .get())
                .right(
                        "a method instead of a class",
                        (pool, from, to, factor) ->
                                pool.submit(() -> halves(pool, from, to, factor)).join())
                .patient(
                        "waits for an hour",
                        (pool, from, to, factor) ->
                                pool.submit(new Product(from, to, 1, factor, Product::both))
                                        .get(1, TimeUnit.HOURS))
                .right("futures", (pool, from, to, factor) -> future(pool, from, to, factor).join())
                .tests();
    }

    private static CompletableFuture<BigInteger> future(
            ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor) {
        if (from == to) {
            return CompletableFuture.supplyAsync(() -> factor.apply(from), pool);
        }
        int middle = (from + to) / 2;
        return future(pool, from, middle, factor)
                .thenCombineAsync(future(pool, middle + 1, to, factor), BigInteger::multiply, pool);
    }

    @TestFactory
    Stream<DynamicTest> treeProductWrong() {
        return Solutions.of(Algorithms.TREE_PRODUCT)
                .wrong(
                        "one",
                        "outside the pool: 1 instead of 0",
                        (pool, from, to, factor) ->
                                from == to ? factor.apply(from) : BigInteger.ONE)
                .wrong("null", "product of 1: null", (pool, from, to, factor) -> null)
                .wrong(
                        "sequential",
                        "tree of 7: 6 instead of 3",
                        (pool, from, to, factor) ->
                                pool.invoke(new Product(from, to, 1_000, factor, Product::both)))
                .wrong(
                        "sequential, beginning with 1",
                        "nothing but factors is multiplied: no",
                        (pool, from, to, factor) ->
                                pool.submit(() ->
                                                IntStream.rangeClosed(from, to)
                                                        .mapToObj(factor)
                                                        .reduce(
                                                                BigInteger.ONE,
                                                                BigInteger::multiply))
                                        .join())
                .wrong(
                        "sequential by joining first",
                        "factors of 8 at the same time: 1 instead of 8",
                        (pool, from, to, factor) ->
                                pool.invoke(new Product(from, to, 1, factor, Product::joinFirst)))
                .wrong(
                        "sequential by computing first",
                        "factors of 8 at the same time",
                        (pool, from, to, factor) ->
                                pool.invoke(
                                        new Product(from, to, 1, factor, Product::computeFirst)))
                .wrong(
                        "the common pool",
                        "factors and products outside the pool",
                        (pool, from, to, factor) ->
                                new Product(from, to, 1, factor, Product::forkComputeJoin).invoke())
                .wrong(
                        "the caller computes a half",
                        "factors and products outside the pool",
                        AlgorithmsTest::callerComputesAHalf)
                .wrong(
                        "computed twice",
                        "times that each factor was asked for",
                        (pool, from, to, factor) ->
                                pool.invoke(new Product(from, to, 1, factor, Product::twice)))
                .wrong(
                        "the last one missing",
                        "product of 2: 2 instead of 6",
                        (pool, from, to, factor) ->
                                pool.invoke(
                                        new Product(
                                                from,
                                                Math.max(from, to - 1),
                                                1,
                                                factor,
                                                Product::both)))
                .wrong(
                        "a task for each, multiplied by the caller",
                        "factors and products outside the pool",
                        (pool, from, to, factor) ->
                                IntStream.rangeClosed(from, to)
                                        .mapToObj(i -> pool.submit(() -> factor.apply(i)))
                                        .toList()
                                        .stream()
                                        .map(ForkJoinTask::join)
                                        .reduce(BigInteger::multiply)
                                        .orElseThrow())
                .wrong(
                        "a task for each, multiplied in a row",
                        "tree of 7: 6 instead of 3",
                        (pool, from, to, factor) ->
                                pool.submit(() ->
                                                IntStream.rangeClosed(from, to)
                                                        .mapToObj(i -> byTasks(pool, i, i, factor))
                                                        .toList()
                                                        .stream()
                                                        .reduce(BigInteger::multiply)
                                                        .orElseThrow())
                                        .join())
                .wrong(
                        "a parallel stream that begins with a factor",
                        "products one above the other in the tree of 1000: ",
                        (pool, from, to, factor) ->
                                inParallel(
                                        pool,
                                        from,
                                        to,
                                        factor,
                                        all -> all.reduce(BigInteger::multiply).orElseThrow()))
                .wrong(
                        "one number peeled off at a time",
                        "tree of 7: 6 instead of 3",
                        (pool, from, to, factor) ->
                                pool.submit(() -> peeled(pool, from, to, factor)).join())
                .wrong("one chunk for each thread", "tree of 64", AlgorithmsTest::chunks)
                .wrong(
                        "stops splitting at four",
                        "tree of 7",
                        (pool, from, to, factor) ->
                                pool.invoke(new Product(from, to, 4, factor, Product::both)))
                .wrong(
                        "stops splitting at two",
                        "factors of 8 at the same time",
                        (pool, from, to, factor) ->
                                pool.invoke(new Product(from, to, 2, factor, Product::both)))
                .wrong(
                        "a parallel stream",
                        "nothing but factors is multiplied: no",
                        (pool, from, to, factor) ->
                                inParallel(
                                        pool,
                                        from,
                                        to,
                                        factor,
                                        all -> all.reduce(BigInteger.ONE, BigInteger::multiply)))
                .wrong(
                        "sleeps instead of joining",
                        "product of 64: null",
                        (pool, from, to, factor) -> {
                            var task = new Product(from, to, 1, factor, Product::both);
                            pool.execute(task);
                            Thread.sleep(from == 64 ? 1_500 : 300);
                            return task.getRawResult();
                        })
                .wrong(
                        "waits for a second",
                        "your code ended with TimeoutException",
                        (pool, from, to, factor) ->
                                pool.submit(new Product(from, to, 1, factor, Product::both))
                                        .get(1, TimeUnit.SECONDS))
                .tests();
    }

    private static BigInteger inParallel(
            ForkJoinPool pool,
            int from,
            int to,
            IntFunction<BigInteger> factor,
            Function<Stream<BigInteger>, BigInteger> product) {
        return pool.submit(() ->
                        product.apply(IntStream.rangeClosed(from, to).parallel().mapToObj(factor)))
                .join();
    }

    private static BigInteger callerComputesAHalf(
            ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor) {
        int middle = (from + to) / 2;
        var left = pool.submit(() -> halves(pool, from, middle, factor));
        return from == to
                ? left.join()
                : halves(pool, middle + 1, to, factor).multiply(left.join());
    }

    private static BigInteger peeled(
            ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor) {
        if (from == to) {
            return factor.apply(from);
        }
        var rest = ForkJoinTask.adapt(() -> peeled(pool, from + 1, to, factor)).fork();
        return factor.apply(from).multiply(rest.join());
    }

    private static BigInteger chunks(
            ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor) {
        int size = (to - from) / pool.getParallelism() + 1;
        var chunks = new ArrayList<ForkJoinTask<BigInteger>>();
        for (int first = from; first <= to; first += size) {
            int start = first;
            int end = Math.min(to, first + size - 1);
            chunks.add(pool.submit(() -> factorsInARow(start, end, factor)));
        }
        return pool.submit(() -> joined(chunks, 0, chunks.size() - 1)).join();
    }

    private static BigInteger factorsInARow(int from, int to, IntFunction<BigInteger> factor) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(factor)
                .reduce(BigInteger::multiply)
                .orElseThrow();
    }

    private static BigInteger joined(List<ForkJoinTask<BigInteger>> chunks, int from, int to) {
        if (from == to) {
            return chunks.get(from).join();
        }
        int middle = (from + to) / 2;
        return joined(chunks, from, middle).multiply(joined(chunks, middle + 1, to));
    }
}
