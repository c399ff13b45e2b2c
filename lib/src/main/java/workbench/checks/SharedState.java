package workbench.checks;

import static workbench.internal.kernel.Threads.isWaiting;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workbench.Crew;
import workbench.internal.text.Text;

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

    private static final String NO_PAGE = "no such page";
    private static final String FAILURE = "the failure";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private SharedState() {}

    /**
     * A map in which those who look meet, so many at a time. It also knows the smallest number that
     * was ever put into it, and whether a certain thread has found something. And it can put a new
     * value in place of the next one that is taken out, as somebody else might do.
     */
    private static final class MeetingMap<V> extends ConcurrentHashMap<String, V> {
        private static final long serialVersionUID = 1;
        private static final Duration PATIENCE = Duration.ofMillis(400);

        private final transient Meeting meeting;
        private final AtomicInteger smallest = new AtomicInteger(Integer.MAX_VALUE);
        private final transient AtomicReference<UnaryOperator<V>> anew = new AtomicReference<>();
        private final transient Object takingOut = new Object();
        private final AtomicBoolean loadedAnew = new AtomicBoolean();
        private final AtomicBoolean seen = new AtomicBoolean();
        private transient volatile Thread awaited;

        MeetingMap(int threads) {
            meeting = new Meeting(threads, PATIENCE);
        }

        /** ConcurrentHashMap looks with it too, where it does not look and act in one step. */
        @Override
        public V get(Object key) {
            var value = super.get(key);
            meeting.attend();
            return found(value);
        }

        /** Notes when this thread finds something. */
        void awaits(Thread thread) {
            awaited = thread;
        }

        boolean hasSeen() {
            return seen.get();
        }

        private V found(V value) {
            if (value != null && Thread.currentThread() == awaited) {
                seen.set(true);
            }
            return value;
        }

        @Override
        public V putIfAbsent(String key, V value) {
            return found(super.putIfAbsent(key, value));
        }

        @Override
        public V computeIfAbsent(String key, Function<? super String, ? extends V> how) {
            return found(super.computeIfAbsent(key, how));
        }

        /** What somebody puts as soon as something else has been taken out, made from that. */
        void loadedAnew(UnaryOperator<V> how) {
            anew.set(how);
        }

        boolean isLoadedAnew() {
            return loadedAnew.get();
        }

        private void loadAnew(Object key, V out) {
            var how = anew.getAndSet(null);
            var value = how == null ? null : how.apply(out);
            if (value != null) {
                super.putIfAbsent((String) key, value);
                loadedAnew.set(true);
            }
        }

        @Override
        public V remove(Object key) {
            synchronized (takingOut) {
                var value = super.remove(key);
                if (value != null) {
                    loadAnew(key, value);
                }
                return value;
            }
        }

        @Override
        @SuppressWarnings("unchecked") // It was in the map.
        public boolean remove(Object key, Object value) {
            synchronized (takingOut) {
                boolean done = super.remove(key, value);
                if (done) {
                    loadAnew(key, (V) value);
                }
                return done;
            }
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
            return found(noted(super.merge(key, value, how)));
        }

        @Override
        public V compute(String key, BiFunction<? super String, ? super V, ? extends V> how) {
            return found(noted(super.compute(key, how)));
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
        var what =
                Text.count(readers, "reader")
                        + " for a book with "
                        + before
                        + (before == 1 ? " copy: " : " copies: ");
        check.equal(
                what + "readers who got one",
                Math.min(readers, before),
                Collections.frequency(got, true));
        var left = copies.seen(BOOK);
        check.equal(
                what + "copies left", before - Math.min(readers, before), left == null ? 0 : left);
        check.that(
                copies.smallest() >= 0,
                copies.smallest() >= 0
                        ? "the number never fell below 0"
                        : "the number fell to " + copies.smallest() + ", and never may be below 0");
        check.equal("copies of another book", 7, copies.seen(OTHER));
    }

    private static void loadOnce(Check check, LoadOnce solution) throws Throwable {
        var cache = new MeetingMap<Future<String>>(3);
        var loads = new AtomicInteger();
        Callable<String> load = () -> "page " + loads.incrementAndGet();
        var results = together(3, _ -> solution.call(cache, KEY, load));
        check.equal("calls of load, when three ask at the same time", 1, loads.get());
        check.equal("what the three get", List.of("page 1", "page 1", "page 1"), results);
        check.equal("what one gets that comes later", "page 1", solution.call(cache, KEY, load));
        check.equal("calls of load after that", 1, loads.get());
        keys(check, solution, List.of(KEY, NEIGHBOUR));
        // More than a common pool has threads, and than a small pool of the solution's own.
        int many = Math.max(8, ForkJoinPool.getCommonPoolParallelism() + 1);
        keys(check, solution, IntStream.range(0, many).mapToObj(i -> "key " + i).toList());
        failures(check, solution);
        late(check, solution, new IOException(NO_PAGE), "when load fails");
        late(check, solution, new AssertionError(NO_PAGE), "when load fails with an Error");
    }

    /** Each load needs all others; KEY and its neighbour stand in the same place of the map. */
    private static void keys(Check check, LoadOnce solution, List<String> keys) throws Throwable {
        var cache = new MeetingMap<Future<String>>(1);
        var meeting = new Meeting(keys.size());
        var results =
                together(
                        keys.size(),
                        i ->
                                solution.call(
                                        cache,
                                        keys.get(i),
                                        () -> {
                                            meeting.attend();
                                            return "page " + keys.get(i);
                                        }));
        var what = " of " + keys.size() + " keys";
        check.equal("results" + what, keys.stream().map(key -> "page " + key).toList(), results);
        check.equal("loads" + what + " under way at the same time", keys.size(), meeting.most());
    }

    /** Whoever asks gets the failure; who comes later does not get it any more. */
    private static void failures(Check check, LoadOnce solution) throws Throwable {
        var cache = new MeetingMap<Future<String>>(2);
        var failure = new IOException(NO_PAGE);
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
        check.equal("what two get when the load fails", List.of(FAILURE, FAILURE), told);
        check.equal(
                "what the next one gets, whose load is good",
                "page",
                outcome(() -> solution.call(cache, KEY, () -> "page")));
    }

    /**
     * One loads, and another one waits for its page; then the load fails. As soon as the failure is
     * taken out of the map, somebody else loads the page anew: the other one of the two, who may
     * want to take out the failure as well, comes too late for that.
     */
    private static void late(Check check, LoadOnce solution, Throwable failure, String when)
            throws Throwable {
        var cache = new MeetingMap<Future<String>>(1);
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var loader =
                asker(
                        solution,
                        cache,
                        () -> {
                            begun.countDown();
                            Check.inTime(go);
                            if (failure instanceof Error error) {
                                throw error;
                            }
                            throw (Exception) failure;
                        });
        var waiter = asker(solution, cache, () -> "page");
        try {
            loader.thread.start();
            Check.inTime(begun);
            cache.awaits(waiter.thread);
            waiter.thread.start();
            if (waiter.waits(cache)) {
                cache.loadedAnew(SharedState::pageLike);
            }
            go.countDown();
            check.equal("what the one gets that loads, " + when, FAILURE, loader.outcome());
            check.equal("what one gets that waits for it, " + when, FAILURE, waiter.outcome());
        } finally {
            loader.thread.interrupt();
            waiter.thread.interrupt();
            var left = waiter.task.isDone() ? null : cache.seen(KEY);
            if (left != null) {
                left.cancel(true); // also for one who waits and hears no interrupt
            }
        }
        if (cache.isLoadedAnew()) {
            var loads = new AtomicInteger();
            Callable<String> load = () -> "page " + loads.incrementAndGet();
            var page = outcome(() -> solution.call(cache, KEY, load));
            check.equal(
                    "loads of a page that somebody has already loaded anew after the failure",
                    0,
                    loads.get());
            check.equal("what the next one gets then", "page", page);
        }
    }

    /**
     * A page that is there, in a future of the class that the solution has, which may cast it; null
     * for a class of the solution's own.
     */
    private static Future<String> pageLike(Future<String> other) {
        if (other.getClass() == FutureTask.class) {
            var task = new FutureTask<>(() -> "page");
            task.run();
            return task;
        }
        return other.getClass() == CompletableFuture.class
                ? CompletableFuture.completedFuture("page")
                : null;
    }

    /** A thread that asks for the page, and what came of it. */
    private record Asker(Thread thread, FutureTask<String> task) {

        private static final int LOOKS = 400;

        /** Whether it has been seen to wait with a future of the map in hand. */
        boolean waits(MeetingMap<?> cache) throws InterruptedException {
            for (int look = 0; look < LOOKS && thread.isAlive(); look++) {
                if (cache.hasSeen() && isWaiting(thread)) {
                    return true;
                }
                Thread.sleep(5);
            }
            return false;
        }

        String outcome() throws Exception {
            try {
                return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return "it waits on and on";
            }
        }
    }

    private static Asker asker(
            LoadOnce solution, ConcurrentMap<String, Future<String>> cache, Callable<String> load) {
        var task =
                new FutureTask<>(() ->
                        Check.orException(() -> outcome(() -> solution.call(cache, KEY, load))));
        return new Asker(Thread.ofPlatform().daemon().unstarted(task), task);
    }

    /** What a solution that may throw gives, or what became of the load's own failure. */
    private static String outcome(Check.Action<String> solution) throws Throwable {
        try {
            return solution.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            var causes = Stream.iterate(e, Objects::nonNull, Throwable::getCause).limit(20);
            if (causes.anyMatch(cause -> NO_PAGE.equals(cause.getMessage()))) {
                return FAILURE;
            }
            if (e instanceof Exception) {
                return e.getClass().getSimpleName();
            }
            throw e;
        }
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
