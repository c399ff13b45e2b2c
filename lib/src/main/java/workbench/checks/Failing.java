package workbench.checks;

import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import workbench.Machine;
import workbench.internal.text.Failures;

/** The exercises of 04, When requests fail. */
public final class Failing {

    /** 04.1. */
    public interface Pause {
        long get(int failures) throws Throwable;
    }

    /** 04.2. */
    public interface AllThatCanBeHad {
        SortedMap<Integer, String> get(int n, IntFunction<String> job) throws Throwable;
    }

    static final Exercise<Pause> PAUSE =
            Exercise.of(
                    "04.1",
                    "How long to wait",
                    Pause.class,
                    "long pause(int failures)",
                    Failing::pause);

    static final Exercise<AllThatCanBeHad> ALL_THAT_CAN_BE_HAD =
            Exercise.of(
                    "04.2",
                    "Lose nothing",
                    AllThatCanBeHad.class,
                    "SortedMap<Integer, String> allThatCanBeHad(int n, IntFunction<String> job)",
                    Failing::allThatCanBeHad);

    static final List<Exercise<?>> EXERCISES = List.of(PAUSE, ALL_THAT_CAN_BE_HAD);

    private static final int MANY = 100 + 2 * Machine.cores(); // more than a pool that just fits
    private static final int DRAWS = 1_000;
    private static final Duration AGAIN = Duration.ofSeconds(1); // for what rarely goes wrong

    /** No kind of exception that a solution could know. */
    private static final class TurnedAway extends RuntimeException {
        private static final long serialVersionUID = 1;

        TurnedAway(String message) {
            super(message);
        }
    }

    private Failing() {}

    private static void pause(Check check, Pause solution) throws Throwable {
        for (int failures : List.of(1, 2, 3, 4, 5, 6, 7, 30, 31, 32, 33, 64, 65, 1_000)) {
            long whole = failures < 6 ? 100L << (failures - 1) : 2_000;
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            int draws = failures == 1 ? 10 * DRAWS : DRAWS;
            for (int i = 0; i < draws; i++) {
                long pause = pause(check, solution, failures);
                check.that(
                        pause >= whole / 2 && pause <= whole,
                        pause >= whole / 2 && pause <= whole
                                ? "pauses within half and whole: as expected"
                                : "a pause after failure "
                                        + failures
                                        + ": "
                                        + pause
                                        + " ms, which should lie between "
                                        + whole / 2
                                        + " and "
                                        + whole);
                least = Math.min(least, pause);
                most = Math.max(most, pause);
            }
            // After the first failure there are few numbers, and each of them has to come.
            boolean spread =
                    failures == 1
                            ? least == whole / 2 && most == whole
                            : least < whole * 0.6 && most > whole * 0.9;
            check.that(
                    spread,
                    spread
                            ? "pauses spread over all of that: as expected"
                            : draws
                                    + " pauses after failure "
                                    + failures
                                    + ": all from "
                                    + least
                                    + " to "
                                    + most
                                    + " ms, which should be any number from "
                                    + whole / 2
                                    + " to "
                                    + whole
                                    + ", both included");
        }
    }

    private static long pause(Check check, Pause solution, int failures) throws Throwable {
        try {
            return solution.get(failures);
        } catch (RuntimeException e) {
            check.that(false, "pause(" + failures + ") ended with " + Failures.reason(e));
            throw e;
        }
    }

    private static void allThatCanBeHad(Check check, AllThatCanBeHad solution) throws Throwable {
        allThatCanBeHad(check, solution, 12, Map.of(0, 1, 5, 2, 7, 99), 5, "genre ");
        allThatCanBeHad(check, solution, MANY, Map.of(3, 9, 4, 2, MANY - 1, 1), MANY - 1, "polka ");
        for (var end = System.nanoTime() + AGAIN.toNanos(); System.nanoTime() < end; ) {
            allThatCanBeHad(check, solution, MANY, Map.of(), -1, "waltz ");
        }
    }

    /**
     * @param failures how often the job of a seed fails; all others do not
     * @param slow the seed that is had last; without one, all are had in the same moment
     */
    private static void allThatCanBeHad(
            Check check,
            AllThatCanBeHad solution,
            int n,
            Map<Integer, Integer> failures,
            int slow,
            String name)
            throws Throwable {
        var you = Thread.currentThread();
        var tries = new ConcurrentHashMap<Integer, Integer>();
        var meeting = new Meeting(n);
        var genres =
                solution.get(
                        n,
                        seed -> {
                            int tried = tries.merge(seed, 1, Integer::sum);
                            if (tried == 1) {
                                meeting.attend();
                            }
                            if (tried <= failures.getOrDefault(seed, 0)) {
                                throw failure(seed, tried);
                            }
                            if (seed == slow) {
                                outlast(you);
                            }
                            return name + seed;
                        });
        var had = new TreeMap<Integer, String>();
        var needed = new TreeMap<Integer, Integer>();
        for (int seed = 0; seed < n; seed++) {
            int fails = failures.getOrDefault(seed, 0);
            needed.put(seed, Math.min(3, 1 + fails));
            if (fails < 3) {
                had.put(seed, name + seed);
            }
        }
        check.equal("jobs under way at the same time, of " + n, n, meeting.most());
        for (int seed = 0; seed < n; seed++) {
            int seen = tries.getOrDefault(seed, 0);
            check.that(
                    seen == needed.get(seed),
                    "tries for each seed: "
                            + (seen == needed.get(seed)
                                    ? "as expected"
                                    : seen
                                            + " instead of "
                                            + needed.get(seed)
                                            + " for seed "
                                            + seed));
        }
        check.equal("the genres that could be had", had, genres);
    }

    /** Kinds that take turns, so that to catch one of them only does not do. */
    private static RuntimeException failure(int seed, int tried) {
        var message = "try " + tried + " for seed " + seed + " failed";
        return switch ((seed + tried) % 3) {
            case 0 -> new UncheckedIOException(new IOException(message));
            case 1 -> new IllegalStateException(message);
            default -> new TurnedAway(message);
        };
    }
}
