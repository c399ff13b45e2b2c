package workbench.checks;

import static workbench.checks.Check.inTime;
import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The exercises of 07, Powers. */
public final class Powers {

    /** 07.1. */
    public interface AsTheyComplete {
        void run(int threads, List<Callable<String>> jobs, Consumer<String> told) throws Throwable;
    }

    /** 07.2. */
    public interface TreeProduct {
        BigInteger of(ForkJoinPool pool, int from, int to, IntFunction<BigInteger> factor)
                throws Throwable;
    }

    static final Exercise<AsTheyComplete> AS_THEY_COMPLETE =
            Exercise.of(
                    "07.1",
                    "As they complete",
                    AsTheyComplete.class,
                    "void asTheyComplete(int threads, List<Callable<String>> jobs,"
                            + " Consumer<String> told)",
                    Powers::asTheyComplete);

    static final Exercise<TreeProduct> TREE_PRODUCT =
            Exercise.of(
                    "07.2",
                    "A tree of products",
                    TreeProduct.class,
                    "BigInteger treeProduct(ForkJoinPool pool, int from, int to,"
                            + " IntFunction<BigInteger> factor)",
                    Powers::treeProduct);

    static final List<Exercise<?>> EXERCISES = List.of(AS_THEY_COMPLETE, TREE_PRODUCT);

    private static final int JOBS = 7;
    private static final int TREE_THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Powers() {}

    /** Two numbers of threads, so that no fixed number will do. */
    private static void asTheyComplete(Check check, AsTheyComplete solution) throws Throwable {
        for (int threads : List.of(3, 2)) {
            var round = new Round(threads, Thread.currentThread());
            var jobs = IntStream.range(0, JOBS).mapToObj(round::job).toList();
            solution.run(threads, jobs, round::told);
            round.judge(check);
        }
    }

    /**
     * Seven jobs, of which as many meet as there are threads. Job 0 ends when all others have been
     * told: so each is told at once, failures too, and a free thread takes the next job.
     */
    private static final class Round {
        private final int threads;
        private final Thread you;
        private final Meeting meeting;
        private final AtomicInteger begun = new AtomicInteger();
        private final Set<Thread> hands = ConcurrentHashMap.newKeySet();
        private final CountDownLatch others = new CountDownLatch(JOBS - 1);
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger elsewhere = new AtomicInteger();

        Round(int threads, Thread you) {
            this.threads = threads;
            this.you = you;
            meeting = new Meeting(threads);
        }

        Callable<String> job(int number) {
            var name = "job " + number;
            return () -> {
                hands.add(Thread.currentThread());
                boolean met = begun.incrementAndGet() > threads || meeting.attend();
                return switch (number) {
                    case 0 -> met ? afterAllOthers(name) : name;
                    case 1 -> throw new IOException(name);
                    case 4 -> throw new IllegalStateException(name);
                    default -> name;
                };
            };
        }

        private String afterAllOthers(String name) {
            if (!inTime(others)) {
                return name + ", before all others were told";
            }
            if (threads == 3) {
                outlast(you); // whoever waits for the last one with a limit of his own
            }
            return name;
        }

        void told(String result) {
            if (Thread.currentThread() == you) {
                told.add("" + result);
            } else {
                elsewhere.incrementAndGet();
            }
            if (!"job 0".equals(result)) {
                others.countDown();
            }
        }

        void judge(Check check) throws InterruptedException {
            check.equal("results told on another thread than yours", 0, elsewhere.get());
            check.equal(
                    "told, sorted",
                    List.of(
                            "failed: job 1",
                            "failed: job 4",
                            "job 0",
                            "job 2",
                            "job 3",
                            "job 5",
                            "job 6"),
                    told.stream().sorted().toList());
            check.equal("times that a job was called", JOBS, begun.get());
            check.equal("jobs at the same time", threads, meeting.most());
            check.equal("threads", threads, hands.size());
            for (var hand : hands) {
                // A thread may take a moment to end after its executor has ended.
                check.that(
                        hand.join(PATIENCE),
                        "your threads have ended: " + (hand.isAlive() ? "no" : "yes"));
            }
        }
    }

    /**
     * Ranges of several lengths. All eight factors of one of them meet, on a pool of eight threads:
     * so each has a task of its own. The factors and what comes of them know how high a tree they
     * are, and whether they are multiplied in the pool.
     */
    @SuppressWarnings("ReferenceEquality") // this pool and no other
    private static void treeProduct(Check check, TreeProduct solution) throws Throwable {
        var you = Thread.currentThread();
        try (var pool = new ForkJoinPool(TREE_THREADS)) {
            for (int length : List.of(1, 2, 7, TREE_THREADS, 32)) {
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
                                    if (length == TREE_THREADS) {
                                        meeting.attend();
                                    }
                                    if (length == 32 && i == to) {
                                        outlast(you);
                                    }
                                    return new Tree(BigInteger.valueOf(i), 0, where);
                                });
                check.equal("product of " + length, productOf(from, to), product);
                check.equal("times that each factor was asked for", onceEach(from, to), asked);
                check.equal("factors and products outside the pool", 0, strangers.get());
                check.that(
                        product instanceof Tree,
                        "nothing but factors is multiplied: "
                                + (product instanceof Tree ? "yes" : "no"));
                check.equal(
                        "products one above the other in the tree of " + length,
                        halvings(length),
                        ((Tree) product).height);
                if (length == TREE_THREADS) {
                    check.equal("factors of 8 at the same time", length, meeting.most());
                }
            }
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
