package workbench.checks;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbench.internal.text.Difference;

/**
 * What a check saw of a solution, in the order in which it was looked at. The first thing that is
 * not right ends the check. Thread-safe.
 */
public final class Check {

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int CALM = 20; // looks in a moment
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    /** More things than this that were as expected are counted, and not named. */
    private static final int NAMED = 3;

    private static final String EXPECTED = ": as expected";

    private final Set<String> seen = new LinkedHashSet<>(); // guarded by this, as is what follows
    private String last = "";

    Check() {}

    /** Ends a check at the first thing that is not right; what it was is among what was seen. */
    static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NotYet() {
            super(null, null, false, false);
        }
    }

    /** Asks for a condition; says what was seen, in words that fit whether or not it holds. */
    public void that(boolean holds, String whatWasSeen) {
        add(holds, whatWasSeen);
    }

    /** Asks for a value: lists, arrays and maps are compared item by item. */
    public void equal(String what, Object expected, Object actual) {
        var difference = Difference.between(expected, actual);
        add(difference == null, what + (difference == null ? EXPECTED : ": " + difference));
    }

    private synchronized void add(boolean right, String what) {
        seen.add(what);
        last = what;
        if (!right) {
            throw new NotYet();
        }
    }

    /** All that was right, each thing once; where much was simply as expected, how much. */
    synchronized String seen() {
        var expected = seen.stream().filter(what -> what.endsWith(EXPECTED)).count();
        if (expected <= NAMED) {
            return String.join("; ", seen);
        }
        var facts = seen.stream().filter(what -> !what.endsWith(EXPECTED));
        return Stream.concat(facts, Stream.of(expected + " things" + EXPECTED))
                .collect(Collectors.joining("; "));
    }

    /** What was looked at last; empty, if nothing was. */
    synchronized String last() {
        return last;
    }

    /** What was looked at last, which is not right. */
    synchronized String wrong() {
        var end = last.matches("(?s).*[.?!]") ? " " : ". ";
        return last + (seen.size() == 1 ? "" : end + "What was checked before that is right");
    }

    /** What a solution does. */
    interface Action<T> {
        T call() throws Throwable;
    }

    /** For who may throw exceptions only: an Error of the solution's is its failure as well. */
    static <T> T orException(Action<T> action) throws Exception {
        try {
            return action.call();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ExecutionException(e);
        }
    }

    /**
     * Lets a job of a check end late, so that a solution that does not wait for it is found out: it
     * takes 0.2 s, and longer while the solution's thread waits, again and again, for a time that
     * it has chosen itself (a sleep, a join or an await with a limit), but no more than 6 s.
     * Whoever joins the job is not misled; to wait "long enough" does not do. An interrupt ends it,
     * and is kept. Thread-safe.
     *
     * @param solution the thread that should wait for the job; it may be the job's own
     */
    public static void outlast(Thread solution) {
        try {
            var end = System.nanoTime() + PATIENCE.toNanos();
            Thread.sleep(MOMENT);
            if (waitsForATime(solution)) {
                // Between two short sleeps it does not wait either, but not for a whole moment.
                for (int calm = 0; calm < CALM && System.nanoTime() < end; ) {
                    Thread.sleep(MOMENT.dividedBy(CALM));
                    calm = waitsForATime(solution) ? 0 : calm + 1;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets a job of a check wait until others have done their part, for five seconds at most. An
     * interrupt ends it, and is kept. Thread-safe.
     *
     * @return false if it waited in vain, which a check has to make visible
     */
    static boolean inTime(CountDownLatch others) {
        try {
            return others.await(IN_TIME.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** To close an executor waits too, a day at a time, which is no guess of the solution's. */
    static boolean waitsForATime(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && thread != Thread.currentThread()
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals("close"));
    }
}
