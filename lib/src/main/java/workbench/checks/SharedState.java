package workbench.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import workbench.Crew;

/**
 * The exercises of 14, Shared state. Nothing is left to chance: the map that a solution is given
 * lets all threads meet that look at the same time, so that whoever looks first and acts then is
 * always too late.
 */
public final class SharedState {

    /** 14.1. */
    public interface NoteLoan {
        void call(ConcurrentMap<String, Integer> loans, String book) throws Throwable;
    }

    /** 14.2. */
    public interface TakeCopy {
        boolean call(ConcurrentMap<String, Integer> copies, String book) throws Throwable;
    }

    /** 14.3. */
    public interface LoadOnce {
        String call(ConcurrentMap<String, Future<String>> cache, String key, Callable<String> load)
                throws Throwable;
    }

    static final Exercise<NoteLoan> NOTE_LOAN =
            Exercise.of(
                    "14.1",
                    "Count the loans",
                    NoteLoan.class,
                    "void noteLoan(ConcurrentMap<String, Integer> loans, String book)",
                    SharedState::noteLoan);

    static final Exercise<TakeCopy> TAKE_COPY =
            Exercise.of(
                    "14.2",
                    "The last copy",
                    TakeCopy.class,
                    "boolean takeCopy(ConcurrentMap<String, Integer> copies, String book)",
                    SharedState::takeCopy);

    static final Exercise<LoadOnce> LOAD_ONCE =
            Exercise.of(
                    "14.3",
                    "Load it once",
                    LoadOnce.class,
                    "String loadOnce(ConcurrentMap<String, Future<String>> cache, String key,"
                            + " Callable<String> load)",
                    SharedState::loadOnce);

    static final List<Exercise<?>> EXERCISES = List.of(NOTE_LOAN, TAKE_COPY, LOAD_ONCE);

    /** Two texts of the same hash: in a map, the one is behind the other. */
    private static final String KEY = "Aa";

    private static final String NEIGHBOUR = "BB";

    private static final String BOOK = "Dune";
    private static final String OTHER = "Emma";

    private SharedState() {}

    /**
     * A map in which those who look meet, so many at a time. It also knows the smallest number that
     * was ever put into it.
     */
    private static final class MeetingMap<V> extends ConcurrentHashMap<String, V> {
        private static final long serialVersionUID = 1;
        private static final Duration PATIENCE = Duration.ofMillis(400);

        private final transient Meeting meeting;
        private final AtomicInteger smallest = new AtomicInteger(Integer.MAX_VALUE);

        MeetingMap(int threads) {
            meeting = new Meeting(threads, PATIENCE);
        }

        /** ConcurrentHashMap looks with it too, where it does not look and act in one step. */
        @Override
        public V get(Object key) {
            var value = super.get(key);
            meeting.attend();
            return value;
        }

        V seen(String key) {
            return super.get(key);
        }

        int smallest() {
            return smallest.get();
        }

        private V noted(V value) {
            if (value instanceof Integer number) {
                smallest.accumulateAndGet(number, Math::min);
            }
            return value;
        }

        @Override
        public V put(String key, V value) {
            return super.put(key, noted(value));
        }

        @Override
        public V replace(String key, V value) {
            return super.replace(key, noted(value));
        }

        @Override
        public boolean replace(String key, V before, V after) {
            boolean done = super.replace(key, before, after);
            if (done) {
                noted(after);
            }
            return done;
        }

        @Override
        public V merge(String key, V value, BiFunction<? super V, ? super V, ? extends V> how) {
            return noted(super.merge(key, value, how));
        }

        @Override
        public V compute(String key, BiFunction<? super String, ? super V, ? extends V> how) {
            return noted(super.compute(key, how));
        }

        @Override
        public V computeIfPresent(
                String key, BiFunction<? super String, ? super V, ? extends V> how) {
            return noted(super.computeIfPresent(key, how));
        }
    }

    private static void noteLoan(Check check, NoteLoan solution) throws Throwable {
        noteLoan(check, solution, 1, null);
        noteLoan(check, solution, 2, null);
        noteLoan(check, solution, 2, 5);
        noteLoan(check, solution, 4, null);
    }

    private static void noteLoan(Check check, NoteLoan solution, int desks, Integer before)
            throws Throwable {
        var loans = new MeetingMap<Integer>(desks);
        loans.put(OTHER, 7);
        if (before != null) {
            loans.put(BOOK, before);
        }
        together(
                desks,
                _ -> {
                    solution.call(loans, BOOK);
                    return null;
                });
        check.equal(
                "loans after "
                        + desks
                        + (desks == 1 ? " call" : " calls at the same time")
                        + (before == null ? "" : ", with " + before + " before"),
                Map.of(BOOK, desks + (before == null ? 0 : before), OTHER, 7),
                Map.copyOf(loans));
    }

    private static void takeCopy(Check check, TakeCopy solution) throws Throwable {
        takeCopy(check, solution, 1, 3);
        takeCopy(check, solution, 1, 0);
        takeCopy(check, solution, 2, 1);
        takeCopy(check, solution, 2, 2);
        takeCopy(check, solution, 4, 3);
        var copies = new MeetingMap<Integer>(1);
        copies.put(OTHER, 7);
        check.equal("a copy of an unknown book", false, solution.call(copies, BOOK));
        check.equal("copies after it", Map.of(OTHER, 7), Map.copyOf(copies));
    }

    private static void takeCopy(Check check, TakeCopy solution, int readers, int before)
            throws Throwable {
        var copies = new MeetingMap<Integer>(readers);
        copies.put(BOOK, before);
        copies.put(OTHER, 7);
        var got = together(readers, _ -> solution.call(copies, BOOK));
        var what = " of " + readers + " with " + before + " on the shelf";
        check.equal(
                "copies given to readers, out" + what,
                Math.min(readers, before),
                Collections.frequency(got, true));
        var left = copies.seen(BOOK);
        check.equal(
                "copies left" + what, before - Math.min(readers, before), left == null ? 0 : left);
        check.that(copies.smallest() >= 0, "the smallest number in the map: " + copies.smallest());
        check.equal("copies of another book", 7, copies.seen(OTHER));
    }

    private static void loadOnce(Check check, LoadOnce solution) throws Throwable {
        var cache = new MeetingMap<Future<String>>(3);
        var loads = new AtomicInteger();
        Callable<String> load = () -> "page " + loads.incrementAndGet();
        check.equal(
                "results of three at the same time",
                List.of("page 1", "page 1", "page 1"),
                together(3, _ -> solution.call(cache, KEY, load)));
        check.equal("loads", 1, loads.get());
        check.equal("result of one that comes later", "page 1", solution.call(cache, KEY, load));
        check.equal("loads after it", 1, loads.get());
        neighbours(check, solution);
        failures(check, solution);
    }

    /** Two keys that stand in the same place of a ConcurrentHashMap: each load needs the other. */
    private static void neighbours(Check check, LoadOnce solution) throws Throwable {
        var cache = new MeetingMap<Future<String>>(1);
        var meeting = new Meeting(2);
        var keys = List.of(KEY, NEIGHBOUR);
        var results =
                together(
                        2,
                        i ->
                                solution.call(
                                        cache,
                                        keys.get(i),
                                        () -> {
                                            meeting.attend();
                                            return "page " + keys.get(i);
                                        }));
        check.equal("results of two keys", List.of("page Aa", "page BB"), results);
        check.equal("loads of two keys under way at the same time", 2, meeting.most());
    }

    /** Whoever asks gets the failure; who comes later does not get it any more. */
    private static void failures(Check check, LoadOnce solution) throws Throwable {
        var cache = new MeetingMap<Future<String>>(2);
        var failure = new IOException("no such page");
        var told =
                together(
                        2,
                        _ ->
                                outcome(() ->
                                        solution.call(
                                                cache,
                                                KEY,
                                                () -> {
                                                    throw failure;
                                                })));
        check.equal(
                "what two get when the load fails", List.of("the failure", "the failure"), told);
        check.equal(
                "what the next one gets, whose load is good",
                "page",
                outcome(() -> solution.call(cache, KEY, () -> "page")));
    }

    /** What a solution that may throw gives, or what became of the load's own failure. */
    private static String outcome(Body<String> solution) throws Throwable {
        try {
            return solution.get();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if ("no such page".equals(cause.getMessage())) {
                    return "the failure";
                }
            }
            return e.getClass().getSimpleName();
        }
    }

    private interface Body<T> {
        T get() throws Throwable;
    }

    private interface Numbered<T> {
        T get(int thread) throws Throwable;
    }

    /** As {@link Crew}, for what may throw anything; and what it throws comes out bare. */
    private static <T> List<T> together(int threads, Numbered<T> part) throws Throwable {
        var error = new AtomicReference<Throwable>();
        try {
            return Crew.threads(threads)
                    .all(thread -> {
                        try {
                            return part.get(thread);
                        } catch (Exception e) {
                            throw e;
                        } catch (Throwable e) {
                            error.compareAndSet(null, e);
                            throw new IllegalStateException(e);
                        }
                    });
        } catch (ExecutionException e) {
            throw error.get() == null ? e.getCause() : error.get();
        }
    }
}
