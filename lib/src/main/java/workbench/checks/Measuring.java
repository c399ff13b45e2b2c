package workbench.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The exercises of 17, Measuring honestly. Where a clock is asked for, the check has clocks of its
 * own, which move as it wants.
 */
public final class Measuring {

    /** 17.1. */
    public interface Grain {
        long of(LongSupplier clock) throws Throwable;
    }

    /** 17.2. */
    public interface Harness {
        Map<String, List<Long>> measure(
                Map<String, Callable<?>> versions, int warmUps, int samples, LongSupplier clock)
                throws Throwable;
    }

    /** 17.3; what it returns are nanoseconds. */
    public interface OpenLoop {
        List<Long> run(int requests, Duration every, Callable<?> request) throws Throwable;
    }

    static final Exercise<Grain> GRAIN =
            Exercise.of(
                    "17.1",
                    "The clock's grain",
                    Grain.class,
                    "long grain(LongSupplier clock)",
                    Measuring::grain);

    static final Exercise<Harness> HARNESS =
            Exercise.of(
                    "17.2",
                    "Your own experiment",
                    Harness.class,
                    "Map<String, List<Long>> inTurns(Map<String, Callable<?>> versions, int warmUps,"
                            + " int samples, LongSupplier clock)",
                    Measuring::harness);

    static final Exercise<OpenLoop> OPEN_LOOP =
            Exercise.of(
                    "17.3",
                    "As many users see it",
                    OpenLoop.class,
                    "List<Long> latencies(int requests, Duration every, Callable<?> request)",
                    Measuring::openLoop);

    static final List<Exercise<?>> EXERCISES = List.of(GRAIN, HARNESS, OPEN_LOOP);

    private static final int MOVES = 100;

    private Measuring() {}

    /**
     * The smallest step of a clock may be its last one of the hundred, and be small or large. After
     * the hundred it moves by larger steps, so that who goes on looking is right as well.
     */
    private static void grain(Check check, Grain solution) throws Throwable {
        check.equal("grain of a clock that moves at each look", 41L, ofSteps(solution, 1, i -> 41));
        check.equal(
                "grain of a clock that stands still for a thousand looks",
                15_625_000L,
                ofSteps(solution, 1_000, i -> 15_625_000));
        check.equal(
                "grain of a clock whose first step is not its smallest",
                20L,
                ofSteps(solution, 3, i -> i == 2 ? 20 : 30 + i));
        check.equal(
                "grain of a clock whose smallest step is the hundredth",
                100L,
                ofSteps(solution, 7, i -> i == MOVES ? 100 : 1_000 - i));
        check.equal(
                "grain of a clock that runs over from the largest number to the smallest",
                25L,
                ofSteps(solution, 2, Long.MAX_VALUE - 60, i -> 25));
    }

    private static long ofSteps(Grain solution, int looks, IntToLongFunction step)
            throws Throwable {
        return ofSteps(solution, looks, -1_000_000, step);
    }

    /** Asks for the grain of a clock that moves after so many looks, by a step for each move. */
    private static long ofSteps(Grain solution, int looks, long begin, IntToLongFunction step)
            throws Throwable {
        var clock =
                new LongSupplier() {
                    private long now = begin;
                    private int looked;

                    @Override
                    public synchronized long getAsLong() {
                        if (++looked % looks == 0) {
                            now += step.applyAsLong(looked / looks);
                        }
                        return now;
                    }
                };
        return solution.of(clock);
    }

    /**
     * Versions that move the clock: slowly when they are called first, and each by its own time.
     */
    private static final class Versions {
        final AtomicLong now = new AtomicLong(5_000);
        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        final Map<String, Callable<?>> versions = new LinkedHashMap<>();

        Versions(int warmUps, List<String> names) {
            for (var name : names) {
                var called = new AtomicInteger();
                versions.put(
                        name,
                        () -> {
                            calls.add(name);
                            int call = called.getAndIncrement();
                            now.addAndGet(
                                    call < warmUps ? 1_000_000 : time(names, name, call - warmUps));
                            return name;
                        });
            }
        }

        /** What a sample of a version takes: another time for each. */
        static long time(List<String> names, String name, int sample) {
            return 100L * (names.indexOf(name) + 1) + sample;
        }
    }

    private static void harness(Check check, Harness solution) throws Throwable {
        measured(check, solution, 0, 1, List.of("A"));
        measured(check, solution, 0, 3, List.of("A", "B"));
        var names = List.of("threads", "callbacks", "sequential");
        measured(check, solution, 2, 5, names);
        measured(check, solution, 2, 5, names.reversed()); // no hash map has both orders
        passesOn(check, solution);
    }

    private static void measured(
            Check check, Harness solution, int warmUps, int samples, List<String> names)
            throws Throwable {
        var all = new Versions(warmUps, names);
        var times = solution.measure(all.versions, warmUps, samples, all.now::get);
        check.that(times != null, times == null ? "it returned null" : "it returned a map");
        var what = "with " + String.join(", ", names) + ": ";
        check.equal(what + "number of calls", names.size() * (warmUps + samples), all.calls.size());
        var order = new ArrayList<String>();
        for (int i = 0; i < samples; i++) {
            order.addAll(names);
        }
        check.equal(
                what + "order of the timed calls",
                order,
                all.calls.subList(names.size() * warmUps, all.calls.size()));
        check.equal(what + "order of the versions in the map", names, List.copyOf(times.keySet()));
        var expected = new LinkedHashMap<String, List<Long>>();
        for (var name : names) {
            expected.put(name, new ArrayList<>());
            for (int i = 0; i < samples; i++) {
                expected.get(name).add(Versions.time(names, name, i));
            }
        }
        check.equal(what + "times", expected, times);
    }

    /** A version that fails has no time. */
    private static void passesOn(Check check, Harness solution) {
        Map<String, Callable<?>> versions = new LinkedHashMap<>();
        versions.put(
                "A",
                () -> {
                    throw new IllegalStateException("this version fails");
                });
        String seen;
        try {
            seen = "it returned " + solution.measure(versions, 0, 1, System::nanoTime);
        } catch (Throwable e) { // what a reader wraps it in is a matter of taste
            seen = "it throws";
        }
        check.that(
                seen.equals("it throws"),
                "a version that fails: " + seen + (seen.equals("it throws") ? "" : ", no failure"));
    }

    /**
     * Each request waits until all others have begun, so nobody gets through who waits for an
     * answer before the next request. Its latency is at least the time from when it was due to the
     * moment at which all had begun, and at most that to the return: for the beginning lies between
     * the call and the first request. The times between them are no whole milliseconds.
     */
    private static void openLoop(Check check, OpenLoop solution) throws Throwable {
        answered(check, solution, 1, Duration.ofMillis(1));
        answered(check, solution, 40, Duration.ofNanos(4_600_000));
        answered(check, solution, 300, Duration.ofNanos(900_000));
        fails(check, solution);
    }

    private static void answered(Check check, OpenLoop solution, int requests, Duration every)
            throws Throwable {
        var begun = new ConcurrentLinkedQueue<Long>();
        var answered = new AtomicLong();
        var meeting = new Meeting(requests);
        long call = System.nanoTime();
        var latencies =
                solution.run(
                        requests,
                        every,
                        () -> {
                            begun.add(System.nanoTime());
                            meeting.attend();
                            answered.compareAndSet(0, System.nanoTime());
                            return null;
                        });
        long end = System.nanoTime();
        var what = " of " + requests;
        check.equal("requests", requests, begun.size());
        check.equal("requests under way at the same time," + what, requests, meeting.most());
        var starts = begun.stream().map(start -> start - call).sorted().toList();
        var early =
                IntStream.range(0, requests)
                        .filter(i -> starts.get(i) < i * every.toNanos())
                        .count();
        check.equal("requests that were sent before they were due," + what, 0L, early);
        check.equal("latencies", requests, latencies == null ? null : latencies.size());
        for (int i = 0; i < requests; i++) {
            long due = i * every.toNanos();
            long least = answered.get() - call - starts.getFirst() - due;
            long most = end - call - due;
            long latency = latencies.get(i);
            boolean right = latency >= least && latency <= most;
            check.that(
                    right,
                    right
                            ? "latencies from when a request was due to its answer: all"
                            : String.format(
                                    Locale.ROOT,
                                    "latency of request %d%s: %,d ns; it was answered %,d ns after"
                                            + " it was due, or %s",
                                    i,
                                    what,
                                    latency,
                                    latency < least ? least : most,
                                    latency < least ? "later" : "earlier"));
        }
    }

    private static void fails(Check check, OpenLoop solution) {
        String seen;
        try {
            seen =
                    "it returned "
                            + solution.run(
                                    3,
                                    Duration.ofMillis(1),
                                    () -> {
                                        throw new IllegalStateException("no answer");
                                    });
        } catch (Throwable e) {
            seen = "it throws";
        }
        check.that(seen.equals("it throws"), "requests that fail: " + seen);
    }
}
