package workbench.checks;

import static workbench.checks.Check.outlast;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The exercises of 03, Ten thousand genres. */
public final class TenThousand {

    /** 03.1. */
    public interface Percentile {
        long get(List<Long> waits, int p) throws Throwable;
    }

    /** 03.2. */
    public interface Limited {
        List<String> get(List<String> hosts, int perHost, IntFunction<String> job) throws Throwable;
    }

    static final Exercise<Percentile> PERCENTILE =
            Exercise.of(
                    "03.1",
                    "Nearly all of them",
                    Percentile.class,
                    "long percentile(List<Long> waits, int p)",
                    TenThousand::percentile);

    static final Exercise<Limited> LIMITED =
            Exercise.of(
                    "03.2",
                    "A limit for each server",
                    Limited.class,
                    "List<String> limited("
                            + "List<String> hosts, int perHost, IntFunction<String> job)",
                    TenThousand::limited);

    static final List<Exercise<?>> EXERCISES = List.of(PERCENTILE, LIMITED);

    private static final List<String> HOSTS = List.of("north", "east", "south");

    private static final int ROUNDS = 200; // of what goes wrong only sometimes
    private static final int FEWEST = 20; // also where the machine stands still for a while
    private static final Duration AGAIN = Duration.ofSeconds(1); // that they take at most
    private static final Duration TOGETHER = Duration.ofMillis(10);
    private static final int SPINS = 10_000;

    private TenThousand() {}

    private static void percentile(Check check, Percentile solution) throws Throwable {
        percentile(check, solution, List.of(40L, 10L, 30L, 20L), 50, 51, 100, 1, 25, 26, 75, 76);
        percentile(check, solution, List.of(7L), 1, 50, 100);
        percentile(check, solution, List.of(5L, 5L, 900L, 5L), 75, 76);
        var many =
                new ArrayList<>(LongStream.rangeClosed(1, 1_000).map(i -> 3 * i).boxed().toList());
        Collections.shuffle(many, new Random(3));
        percentile(check, solution, List.copyOf(many), 1, 50, 95, 99, 100);
        percentile(
                check, solution, List.copyOf(many.subList(0, 100)), 7, 14, 28, 29, 55, 56, 57, 58);
    }

    private static void percentile(Check check, Percentile solution, List<Long> waits, int... ps)
            throws Throwable {
        var yours = new ArrayList<>(waits);
        for (int p : ps) {
            long expected = right(waits, p);
            long actual = solution.get(yours, p);
            check.that(
                    actual == expected,
                    actual == expected
                            ? "percentiles of " + waits.size() + " waits: as expected"
                            : "percentile of "
                                    + waits.size()
                                    + " waits for p = "
                                    + p
                                    + ": "
                                    + actual
                                    + " instead of "
                                    + expected);
            check.equal("the list of waits, which must stay as it is", waits, yours);
        }
    }

    /** By the definition itself, and not by a place in the sorted list. */
    private static long right(List<Long> waits, int p) {
        return waits.stream()
                .sorted()
                .filter(wait ->
                        waits.stream().filter(other -> other <= wait).count() * 100
                                >= (long) p * waits.size())
                .findFirst()
                .orElseThrow();
    }

    private static void limited(Check check, Limited solution) throws Throwable {
        // One host after the other: a limit for all of them together lets too many to the first.
        limited(check, solution, times(4), 2);
        var many = times(100);
        Collections.shuffle(many, new Random(3));
        limited(check, solution, many, 50);
        limitedWithFailures(check, solution);
        var end = System.nanoTime() + AGAIN.toNanos();
        for (int round = 0;
                round < ROUNDS && (round < FEWEST || System.nanoTime() < end);
                round++) {
            twoOfOneHost(check, solution, "west " + round);
        }
    }

    private static List<String> times(int each) {
        return HOSTS.stream()
                .flatMap(host -> Stream.generate(() -> host).limit(each))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void limited(Check check, Limited solution, List<String> hosts, int perHost)
            throws Throwable {
        var now = new ConcurrentHashMap<String, Integer>();
        var most = new ConcurrentHashMap<String, Integer>();
        var calls = new AtomicInteger();
        var meeting = new Meeting(HOSTS.size() * perHost);
        var answers =
                solution.get(
                        List.copyOf(hosts),
                        perHost,
                        i -> {
                            var host = hosts.get(i);
                            calls.incrementAndGet();
                            most.merge(host, now.merge(host, 1, Integer::sum), Math::max);
                            meeting.attend();
                            now.merge(host, -1, Integer::sum);
                            return "answer " + i + " of " + host;
                        });
        check.equal("times that a job was done", hosts.size(), calls.get());
        check.equal(
                "most jobs under way for each server",
                new TreeMap<>(
                        HOSTS.stream()
                                .collect(Collectors.toMap(Function.identity(), _ -> perHost))),
                new TreeMap<>(most));
        check.equal("most jobs under way in all", HOSTS.size() * perHost, meeting.most());
        check.equal(
                "the answers",
                IntStream.range(0, hosts.size())
                        .mapToObj(i -> "answer " + i + " of " + hosts.get(i))
                        .toList(),
                answers);
    }

    /** As many jobs of a server fail as it allows at a time, and the others have to go on. */
    private static void limitedWithFailures(Check check, Limited solution) throws Throwable {
        var you = Thread.currentThread();
        var hosts = times(4);
        var done = new AtomicInteger();
        try {
            solution.get(
                    List.copyOf(hosts),
                    2,
                    i -> {
                        if (i < 2) {
                            throw new IllegalStateException("the server has failed");
                        }
                        if (i == hosts.size() - 1) {
                            outlast(you);
                        }
                        done.incrementAndGet();
                        return "answer " + i;
                    });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // It may throw, but not before all is done.
        }
        check.equal("jobs done although two others failed", hosts.size() - 2, done.get());
    }

    /**
     * Two jobs of one server that allows one at a time. Where the tasks themselves ask for the name
     * of their server, they get it in the same moment: so whoever looks for a limit, and makes one
     * where there is none, may make two of them.
     */
    private static void twoOfOneHost(Check check, Limited solution, String host) throws Throwable {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var tooMany = new CountDownLatch(1);
        solution.get(
                new AskedTogether(host, 2),
                1,
                i -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    if (now.get() > 1) {
                        tooMany.countDown();
                    }
                    aMoment(tooMany);
                    now.decrementAndGet();
                    return "answer " + i;
                });
        check.equal(
                "most jobs under way for a server that allows one, when two begin together",
                1,
                most.get());
    }

    private static void aMoment(CountDownLatch tooMany) {
        try {
            tooMany.await(2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same name some times; threads that ask for it wait a little for one another. */
    private static final class AskedTogether extends AbstractList<String> {
        private final String name;
        private final int size;
        private final Thread maker = Thread.currentThread();
        private final AtomicInteger asked = new AtomicInteger();

        AskedTogether(String name, int size) {
            this.name = name;
            this.size = size;
        }

        @Override
        public String get(int index) {
            Objects.checkIndex(index, size);
            if (Thread.currentThread() != maker) {
                asked.incrementAndGet();
                var end = System.nanoTime() + TOGETHER.toNanos();
                for (int spins = 0; asked.get() < size && System.nanoTime() < end; spins++) {
                    if (spins < SPINS) {
                        Thread.onSpinWait();
                    } else {
                        LockSupport.parkNanos(1); // where cores are few, others need this one
                    }
                }
            }
            return name;
        }

        @Override
        public int size() {
            return size;
        }
    }
}
