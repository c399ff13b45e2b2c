package workbench.checks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;
import workbench.TestRun;

/**
 * The exercises of 16, Testing concurrent code. What the reader writes are tests: each check has
 * right and wrong code for them to examine, and the right code comes first. Then a test that always
 * fails is known by what it throws.
 */
public final class Testing {

    /** 16.1; what {@code delivered} gives is all that has arrived so far. */
    public interface OutboxTest {
        void run(Consumer<String> send, Supplier<List<String>> delivered) throws Throwable;
    }

    /** 16.2; what {@code maker} makes of a charge buys a seat, and says whether it got one. */
    public interface BoothTest {
        void run(Function<Callable<?>, Callable<Boolean>> maker) throws Throwable;
    }

    /** 16.3; what {@code maker} makes of a clock and of a way to fetch gives the current token. */
    public interface TokensTest {
        void run(BiFunction<InstantSource, Supplier<String>, Supplier<String>> maker)
                throws Throwable;
    }

    static final Exercise<OutboxTest> WAIT_FOR_IT =
            Exercise.of(
                    "16.1",
                    "Wait for it",
                    OutboxTest.class,
                    "void testOutbox(Consumer<String> send, Supplier<List<String>> delivered)",
                    Testing::waitForIt);

    static final Exercise<BoothTest> CATCH_IT =
            Exercise.of(
                    "16.2",
                    "Catch it every time",
                    BoothTest.class,
                    "void testBooth(Function<Callable<?>, Callable<Boolean>> maker)",
                    Testing::catchIt);

    static final Exercise<TokensTest> AN_HOUR =
            Exercise.of(
                    "16.3",
                    "An hour in no time",
                    TokensTest.class,
                    "void testTokens(BiFunction<InstantSource, Supplier<String>, Supplier<String>>"
                            + " maker)",
                    Testing::anHour);

    private static final Duration HOUR = Duration.ofHours(1);

    static final List<Exercise<?>> EXERCISES = List.of(WAIT_FOR_IT, CATCH_IT, AN_HOUR);

    private Testing() {}

    /**
     * Asks how often the reader's test fails.
     *
     * @param what the code that it examines
     */
    private static void failures(Check check, String what, int expected, int times, Executable test)
            throws InterruptedException {
        says(check, what, expected, TestRun.failing(times, test));
    }

    private static void says(Check check, String what, int expected, TestRun.Failing failing) {
        int failed = failing.number();
        check.that(
                failed == expected,
                "failures of your test with "
                        + what
                        + ": "
                        + failed
                        + (failed == expected ? "" : " instead of " + expected)
                        + (failed > expected ? ", the last: " + reason(failing.last()) : ""));
    }

    /**
     * Awaitility names the lambda by its class, which in a kernel is no name that anybody knows.
     */
    private static String reason(String seen) {
        return seen.replaceFirst(
                "Condition with Lambda expression in \\S+ was", "its condition was");
    }

    /**
     * A mail that takes its time comes only when the test has looked more than once, so that no
     * sleep helps; and only after a while, so that it does not help to look quickly and often. A
     * test may look every 300 ms and still sees each of these mails within its second.
     */
    private static void waitForIt(Check check, OutboxTest solution) throws InterruptedException {
        for (int look = 1; look <= 3; look++) {
            comes(check, solution, look);
        }
        mustFail(check, solution, "another mail", sent -> List.of(sent.getFirst() + "?"));
        mustFail(check, solution, "a second mail", sent -> List.of(sent.getFirst(), "news"));
        mustFail(check, solution, "no mail", sent -> List.of());
    }

    /** Three tries: on a busy machine, a test that is right may miss a mail within its second. */
    private static void comes(Check check, OutboxTest solution, int look)
            throws InterruptedException {
        TestRun.Failing failing;
        Box box;
        int tries = 0;
        do {
            var now = new Box(look, Duration.ofMillis(250L * (look - 1)), List::copyOf);
            failing = TestRun.failing(1, () -> solution.run(now::send, now::delivered));
            box = now;
        } while (failing.number() > 0 && ++tries < 3);
        says(check, "a mail that comes " + box, 0, failing);
        check.equal("mails sent in one test", 1, box.sent.size());
    }

    private static void mustFail(
            Check check,
            OutboxTest solution,
            String what,
            Function<List<String>, List<String>> delivery)
            throws InterruptedException {
        var box = new Box(1, Duration.ZERO, delivery);
        failures(check, what, 1, 1, () -> solution.run(box::send, box::delivered));
        check.that(
                !box.waited,
                "it gives up after about a second: " + (box.waited ? "no, not in three" : "yes"));
    }

    /** Delivers after a while, and after so many looks. Thread-safe, as Awaitility needs it. */
    private static final class Box {
        private static final Duration FAR_TOO_LONG = Duration.ofSeconds(3);

        private final int looks;
        private final Duration late;
        private final Function<List<String>, List<String>> delivery;
        private final List<String> sent = new ArrayList<>();
        private volatile boolean waited; // whether somebody looked who should have given up
        private long since;
        private int looked;

        Box(int looks, Duration late, Function<List<String>, List<String>> delivery) {
            this.looks = looks;
            this.late = late;
            this.delivery = delivery;
        }

        synchronized void send(String mail) {
            if (sent.isEmpty()) {
                since = System.nanoTime();
            }
            sent.add(mail);
        }

        synchronized List<String> delivered() {
            if (sent.isEmpty()) {
                return List.of();
            }
            looked++;
            long time = System.nanoTime() - since;
            if (time > FAR_TOO_LONG.toNanos()) {
                waited = true;
                throw new IllegalStateException("The second has long been over.");
            }
            return looked < looks || time < late.toNanos() ? List.of() : delivery.apply(sent);
        }

        @Override
        public String toString() {
            return late.isZero()
                    ? "at once"
                    : "after " + late.toMillis() + " ms, at look " + looks + " or later";
        }
    }

    /**
     * The second buyer of a late booth comes 200 ms after the first is being charged: a test that
     * bets on a time that short misses it, and one that waits longer each of the 100 times takes
     * too long. The late ones come before the 100, so that who bets hears what is wrong. One booth
     * charges and sells nothing, so that who counts charges is found out.
     */
    private static void catchIt(Check check, BoothTest solution) throws InterruptedException {
        failures(check, "booths that lock", 0, 2, () -> solution.run(Testing::locking));
        failures(check, "booths that reserve", 0, 2, () -> solution.run(Testing::reserving));
        failures(check, "careless booths", 3, 3, () -> solution.run(Testing::careless));
        failures(check, "careless booths, late buyer", 3, 3, () -> solution.run(Testing::late));
        failures(check, "careless booths", 100, 100, () -> solution.run(Testing::careless));
        failures(
                check,
                "a booth that sells nothing",
                1,
                1,
                () -> solution.run(charge -> () -> false));
        failures(
                check,
                "a booth that charges and sells nothing",
                1,
                1,
                () -> solution.run(Testing::greedy));
    }

    private static Callable<Boolean> careless(Callable<?> charge) {
        var sold = new AtomicBoolean();
        return () -> {
            if (sold.get()) {
                return false;
            }
            charge.call();
            sold.set(true);
            return true;
        };
    }

    private static Callable<Boolean> locking(Callable<?> charge) {
        var booth = careless(charge);
        return () -> {
            synchronized (booth) {
                return booth.call();
            }
        };
    }

    private static Callable<Boolean> reserving(Callable<?> charge) {
        var sold = new AtomicBoolean();
        return () -> {
            if (!sold.compareAndSet(false, true)) {
                return false;
            }
            charge.call();
            return true;
        };
    }

    private static Callable<Boolean> greedy(Callable<?> charge) {
        var booth = reserving(charge);
        return () -> {
            var _ = booth.call(); // the seat is charged for, and not sold
            return false;
        };
    }

    private static Callable<Boolean> late(Callable<?> charge) {
        var charging = new CountDownLatch(1);
        var buyers = new AtomicInteger();
        var booth =
                careless(() -> {
                    charging.countDown();
                    return charge.call();
                });
        return () -> {
            if (buyers.incrementAndGet() > 1) {
                Check.inTime(charging);
                LockSupport.parkNanos(MILLISECONDS.toNanos(200));
            }
            return booth.call();
        };
    }

    /** Whether a token has expired; {@code past} says when it was fetched, and when used. */
    private interface Expiry {
        boolean expired(Past past, Instant now, Duration life);
    }

    /** When the first token of all was fetched, when this one was, and when it was last used. */
    private record Past(Instant first, Instant fetched, Instant used) {}

    private static void anHour(Check check, TokensTest solution) throws InterruptedException {
        Expiry right = (past, now, life) -> !now.isBefore(past.fetched.plus(life));
        failures(check, "tokens that are right", 0, 3, () -> solution.run(tokens(right)));
        var wrong = new LinkedHashMap<String, Expiry>();
        wrong.put("never expire", (past, now, life) -> false);
        wrong.put("are not remembered", (past, now, life) -> true);
        wrong.put("expire late", (past, now, life) -> now.isAfter(past.fetched.plus(life)));
        wrong.put(
                "expire early",
                (past, now, life) -> !now.isBefore(past.fetched.plus(life).minusNanos(1)));
        wrong.put(
                "live longer when used", (past, now, life) -> !now.isBefore(past.used.plus(life)));
        wrong.put(
                "count from the first one",
                (past, now, life) -> !now.isBefore(past.first.plus(life)));
        var missed = new ArrayList<String>();
        for (var way : wrong.entrySet()) {
            var maker = tokens(way.getValue());
            if (TestRun.failures(1, () -> solution.run(maker)) == 0) {
                missed.add("tokens that " + way.getKey());
            }
        }
        check.that(
                missed.isEmpty(),
                "wrong ways that your test catches: "
                        + (wrong.size() - missed.size())
                        + " of "
                        + wrong.size()
                        + (missed.isEmpty() ? "" : ", not caught: " + missed.getFirst()));
    }

    private static BiFunction<InstantSource, Supplier<String>, Supplier<String>> tokens(
            Expiry rule) {
        return (clock, fetch) ->
                new Supplier<>() {
                    private String token;
                    private Past past;

                    @Override
                    public String get() {
                        var now = clock.instant();
                        boolean fresh = token == null || rule.expired(past, now, HOUR);
                        if (fresh) {
                            token = fetch.get();
                        }
                        past =
                                new Past(
                                        past == null ? now : past.first,
                                        fresh ? now : past.fetched,
                                        now);
                        return token;
                    }
                };
    }
}
