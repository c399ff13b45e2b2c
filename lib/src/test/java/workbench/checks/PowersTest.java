package workbench.checks;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.checks.Powers.AsTheyComplete;

@Execution(ExecutionMode.CONCURRENT)
class PowersTest {

    private static final String KEPT_BACK = "job 0, before all others were told";

    /** The notebook's way, on an executor of one's choice. */
    private static void completion(
            ExecutorService pool, List<Callable<String>> jobs, Consumer<String> told)
            throws Exception {
        var completion = new ExecutorCompletionService<String>(pool);
        jobs.forEach(completion::submit);
        for (var job : jobs) {
            told.accept(outcome(completion.take()));
        }
    }

    private static String outcome(Future<String> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return "failed: " + e.getCause().getMessage();
        }
    }

    private static String outcome(Callable<String> job) {
        try {
            return job.call();
        } catch (Exception e) {
            return "failed: " + e.getMessage();
        }
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteRight() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .right(
                        "a completion service",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(pool, jobs, told);
                            }
                        })
                .right("threads and two queues", threadsAndQueues())
                .right(
                        "futures that put themselves into a queue",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var done = new LinkedBlockingQueue<CompletableFuture<String>>();
                                for (var job : jobs) {
                                    var future =
                                            CompletableFuture.supplyAsync(() -> outcome(job), pool);
                                    future.whenComplete((result, no) -> done.add(future));
                                }
                                for (var job : jobs) {
                                    told.accept(done.take().join());
                                }
                            }
                        })
                .right(
                        "looks at all futures again and again",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var open = new ArrayList<Future<String>>();
                                jobs.forEach(job -> open.add(pool.submit(job)));
                                while (!open.isEmpty()) {
                                    for (var future : List.copyOf(open)) {
                                        if (future.isDone()) {
                                            open.remove(future);
                                            told.accept(outcome(future));
                                        }
                                    }
                                    Thread.onSpinWait();
                                }
                            }
                        })
                .right(
                        "a fork/join pool as executor",
                        (threads, jobs, told) -> {
                            try (var pool = new ForkJoinPool(threads)) {
                                var done = new LinkedBlockingQueue<String>();
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                                for (var job : jobs) {
                                    told.accept(done.take());
                                }
                            }
                        })
                .patient(
                        "waits for a day, and shuts down by hand",
                        (threads, jobs, told) -> {
                            var pool = Executors.newFixedThreadPool(threads);
                            var completion = new ExecutorCompletionService<String>(pool);
                            jobs.forEach(completion::submit);
                            pool.shutdown();
                            for (var job : jobs) {
                                told.accept(outcome(completion.poll(1, TimeUnit.DAYS)));
                            }
                            pool.awaitTermination(1, TimeUnit.DAYS);
                        })
                .tests();
    }

    private static AsTheyComplete threadsAndQueues() {
        return (threads, jobs, told) -> {
            var open = new ConcurrentLinkedQueue<>(jobs);
            var done = new LinkedBlockingQueue<String>();
            var hands = new ArrayList<Thread>();
            for (int i = 0; i < threads; i++) {
                hands.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (var job = open.poll(); job != null; job = open.poll()) {
                                        done.add(outcome(job));
                                    }
                                }));
            }
            for (var job : jobs) {
                told.accept(done.take());
            }
            for (var hand : hands) {
                hand.join();
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteWrongThreads() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .wrong("nothing", "told, sorted", (threads, jobs, told) -> {})
                .wrong(
                        "sequential",
                        "jobs at the same time: 1 instead of 3",
                        (threads, jobs, told) -> jobs.forEach(job -> told.accept(outcome(job))))
                .wrong(
                        "a thread each",
                        " instead of 3",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newCachedThreadPool()) {
                                completion(pool, jobs, told);
                            }
                        })
                .wrong(
                        "a virtual thread each, and a limit",
                        " instead of 3",
                        (threads, jobs, told) -> {
                            var permits = new Semaphore(threads);
                            Stream<Callable<String>> limited =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        permits.acquire();
                                                        try {
                                                            return job.call();
                                                        } finally {
                                                            permits.release();
                                                        }
                                                    });
                            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                                completion(pool, limited.toList(), told);
                            }
                        })
                .wrong(
                        "three threads always",
                        "threads: 3 instead of 2",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(3)) {
                                completion(pool, jobs, told);
                            }
                        })
                .wrong(
                        "one thread too few",
                        "jobs at the same time: 2 instead of 3",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads - 1)) {
                                completion(pool, jobs, told);
                            }
                        })
                .wrong(
                        "jobs dealt out beforehand",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var done = new LinkedBlockingQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (int hand = 0; hand < threads; hand++) {
                                    int first = hand;
                                    pool.execute(() -> {
                                        for (int i = first; i < jobs.size(); i += threads) {
                                            done.add(outcome(jobs.get(i)));
                                        }
                                    });
                                }
                                for (var job : jobs) {
                                    told.accept(done.take());
                                }
                            }
                        })
                .wrong(
                        "pool left open",
                        "your threads have ended: no",
                        (threads, jobs, told) -> {
                            var pool =
                                    Executors.newFixedThreadPool(
                                            threads, Thread.ofPlatform().daemon().factory());
                            CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS)
                                    .execute(pool::shutdown);
                            completion(pool, jobs, told);
                        })
                .wrong(
                        "told by the workers",
                        "results told on another thread than yours: 7 instead of 0",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> told.accept(outcome(job))));
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteWrongOrder() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .wrong(
                        "order of submission",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (var future : jobs.stream().map(pool::submit).toList()) {
                                    told.accept(outcome(future));
                                }
                            }
                        })
                .wrong(
                        "told at the end",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (var future : pool.invokeAll(jobs)) {
                                    told.accept(outcome(future));
                                }
                            }
                        })
                .wrong(
                        "told at the end, backwards",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (var future : pool.invokeAll(jobs).reversed()) {
                                    told.accept(outcome(future));
                                }
                            }
                        })
                .wrong(
                        "told at the end, in the order of their coming",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var done = new ConcurrentLinkedQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                            }
                            done.forEach(told);
                        })
                .wrong(
                        "failures kept back",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var failed = new ArrayList<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(
                                        pool,
                                        jobs,
                                        result -> {
                                            if (result.startsWith("failed")) {
                                                failed.add(result);
                                            } else {
                                                told.accept(result);
                                            }
                                        });
                            }
                            failed.forEach(told);
                        })
                .wrong(
                        "each told when the next one is there",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var held = new ArrayList<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(
                                        pool,
                                        jobs,
                                        result -> {
                                            held.add(result);
                                            if (held.size() > 1) {
                                                told.accept(held.removeFirst());
                                            }
                                        });
                            }
                            held.forEach(told);
                        })
                .wrong(
                        "sleeps, and tells then",
                        "told, sorted",
                        (threads, jobs, told) -> {
                            var done = new ConcurrentLinkedQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                                Thread.sleep(1_000);
                                done.forEach(told);
                            }
                        })
                .wrong(
                        "waits half a second for each",
                        "told, sorted",
                        (threads, jobs, told) -> {
                            var done = new LinkedBlockingQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                                for (var job : jobs) {
                                    told.accept("" + done.poll(500, TimeUnit.MILLISECONDS));
                                }
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteWrongFailures() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .wrong(
                        "first failure ends all",
                        "your code ended with I",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var completion = new ExecutorCompletionService<String>(pool);
                                jobs.forEach(completion::submit);
                                for (var job : jobs) {
                                    told.accept(completion.take().get());
                                }
                            }
                        })
                .wrong(
                        "one kind of failure",
                        "your code ended with IllegalStateException: job 4",
                        (threads, jobs, told) -> {
                            Stream<Callable<String>> caught =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        try {
                                                            return job.call();
                                                        } catch (IOException e) {
                                                            return "failed: " + e.getMessage();
                                                        }
                                                    });
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var completion = new ExecutorCompletionService<String>(pool);
                                caught.forEach(completion::submit);
                                for (var job : jobs) {
                                    told.accept(completion.take().get());
                                }
                            }
                        })
                .wrong(
                        "the wrapping's message",
                        "failed: java.io.IOException: job 1",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var completion = new ExecutorCompletionService<String>(pool);
                                jobs.forEach(completion::submit);
                                for (var job : jobs) {
                                    try {
                                        told.accept(completion.take().get());
                                    } catch (ExecutionException e) {
                                        told.accept("failed: " + e.getMessage());
                                    }
                                }
                            }
                        })
                .wrong(
                        "failed ones tried again",
                        "times that a job was called: 9 instead of 7",
                        (threads, jobs, told) -> {
                            Stream<Callable<String>> again =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        try {
                                                            return job.call();
                                                        } catch (Exception e) {
                                                            return job.call();
                                                        }
                                                    });
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(pool, again.toList(), told);
                            }
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
        return Solutions.of(Powers.TREE_PRODUCT)
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
        return Solutions.of(Powers.TREE_PRODUCT)
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
                        PowersTest::callerComputesAHalf)
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
                        "one number peeled off at a time",
                        "tree of 7: 6 instead of 3",
                        (pool, from, to, factor) ->
                                pool.submit(() -> peeled(pool, from, to, factor)).join())
                .wrong("one chunk for each thread", "tree of 32", PowersTest::chunks)
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
                                pool.submit(() ->
                                                IntStream.rangeClosed(from, to)
                                                        .parallel()
                                                        .mapToObj(factor)
                                                        .reduce(
                                                                BigInteger.ONE,
                                                                BigInteger::multiply))
                                        .join())
                .wrong(
                        "sleeps instead of joining",
                        "product of 32: null",
                        (pool, from, to, factor) -> {
                            var task = new Product(from, to, 1, factor, Product::both);
                            pool.execute(task);
                            Thread.sleep(from == 32 ? 1_500 : 300);
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
