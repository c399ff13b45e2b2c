package workbench.checks;

import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import workbench.Machine;
import workbench.internal.text.Failures;

/** The exercises of 02, Genres. */
public final class Genres {

    /** 02.1. */
    public interface AllAtOnce {
        List<String> get(int n, IntFunction<String> job) throws Throwable;
    }

    /** 02.2. */
    public interface ToFuture {
        CompletableFuture<String> get(BiConsumer<Consumer<String>, Consumer<Throwable>> ask)
                throws Throwable;
    }

    static final Exercise<AllAtOnce> ALL_AT_ONCE =
            Exercise.of(
                    "02.1",
                    "All at once",
                    AllAtOnce.class,
                    "List<String> allAtOnce(int n, IntFunction<String> job)",
                    Genres::allAtOnce);

    static final Exercise<ToFuture> TO_FUTURE =
            Exercise.of(
                    "02.2",
                    "From a callback to a box",
                    ToFuture.class,
                    "CompletableFuture<String> toFuture("
                            + "BiConsumer<Consumer<String>, Consumer<Throwable>> ask)",
                    Genres::toFuture);

    static final List<Exercise<?>> EXERCISES = List.of(ALL_AT_ONCE, TO_FUTURE);

    private static final int MANY = 100 + 2 * Machine.cores(); // more than a pool that just fits
    private static final Duration AGAIN = Duration.ofSeconds(1); // for what rarely goes wrong

    /** No kind of failure that a solution could know. */
    private static final class TooMany extends Error {
        private static final long serialVersionUID = 1;

        TooMany(String message) {
            super(message);
        }
    }

    private Genres() {}

    private static void allAtOnce(Check check, AllAtOnce solution) throws Throwable {
        allAtOnce(check, solution, 12, 0, "genre ");
        allAtOnce(check, solution, MANY, MANY - 1, "polka ");
        for (var end = System.nanoTime() + AGAIN.toNanos(); System.nanoTime() < end; ) {
            allAtOnce(check, solution, MANY, -1, "waltz ");
        }
    }

    /**
     * @param slow the seed of the job that ends last; without one, all jobs end in the same moment,
     *     so that those who write to what is not made for several threads may lose something
     */
    private static void allAtOnce(Check check, AllAtOnce solution, int n, int slow, String name)
            throws Throwable {
        var you = Thread.currentThread();
        var calls = new AtomicInteger();
        var meeting = new Meeting(n);
        var genres =
                solution.get(
                        n,
                        seed -> {
                            calls.incrementAndGet();
                            meeting.attend();
                            if (seed == slow) {
                                outlast(you);
                            }
                            return name + seed;
                        });
        check.equal("jobs under way at the same time, of " + n, n, meeting.most());
        check.equal("times that a job was done", n, calls.get());
        check.equal(
                "the genres", IntStream.range(0, n).mapToObj(seed -> name + seed).toList(), genres);
    }

    private static void toFuture(Check check, ToFuture solution) throws Throwable {
        var good =
                asked(check, solution, "a genre", (genre, failure) -> genre.accept("doom polka"));
        good.filled(check);
        check.equal("the genre", "doom polka", good.box.get());

        var refused = new IOException("the server answered 500");
        var bad = asked(check, solution, "a failure", (genre, failure) -> failure.accept(refused));
        bad.filled(check);
        check.equal("the failure", refused, failureIn(bad.box));

        askThatThrows(check, solution, new IllegalStateException("closed"));
        askThatThrows(check, solution, new TooMany("too many"));
    }

    private static void askThatThrows(Check check, ToFuture solution, Throwable thrown)
            throws Throwable {
        CompletableFuture<String> box = null;
        Throwable escaped = null;
        try {
            box =
                    solution.get((genre, failure) -> {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) thrown;
                    });
        } catch (Exception | TooMany e) {
            escaped = e;
        }
        var where =
                "where ask throws an "
                        + (thrown instanceof Error ? "Error, " : "exception, ")
                        + thrown.getClass().getSimpleName();
        check.that(
                escaped == null,
                where
                        + ", toFuture throws "
                        + (escaped == null
                                ? "nothing"
                                : escaped.getClass().getSimpleName()
                                        + ", and it should put the failure into the box"));
        check.that(box != null, where + ", the box is " + (box == null ? "null" : "there"));
        new Asked(where + ", the box", box, new AtomicReference<>()).filled(check);
        check.equal(where + ", the failure in the box", thrown, failureIn(box));
    }

    /**
     * A box that has to be filled.
     *
     * @param thrown what the solution's callback threw, if it did
     */
    private record Asked(
            String what, CompletableFuture<String> box, AtomicReference<Throwable> thrown) {

        /** Waits until it is full, for some seconds at most. */
        void filled(Check check) {
            var full = new CountDownLatch(1);
            box.whenComplete((genre, failure) -> full.countDown());
            boolean inTime = Check.inTime(full);
            check.that(
                    inTime,
                    what
                            + (inTime
                                    ? ": filled"
                                    : thrown.get() == null
                                            ? ": still empty after 5 s; who fills it?"
                                            : ": still empty; your callback threw "
                                                    + Failures.reason(thrown.get())));
        }
    }

    /**
     * Has the solution ask what answers only once the solution has returned, or, if it waits for
     * the answer, some seconds later.
     */
    private static Asked asked(
            Check check,
            ToFuture solution,
            String what,
            BiConsumer<Consumer<String>, Consumer<Throwable>> answer)
            throws Throwable {
        var calls = new AtomicInteger();
        var thrown = new AtomicReference<Throwable>();
        var first = new CountDownLatch(1);
        var returned = new CountDownLatch(1);
        var box =
                solution.get((genre, failure) -> {
                    calls.incrementAndGet();
                    first.countDown();
                    Thread.startVirtualThread(() -> {
                        Check.inTime(returned);
                        try {
                            answer.accept(genre, failure);
                        } catch (Throwable e) {
                            thrown.set(e); // it is the reader's code: whatever it throws
                        }
                    });
                });
        check.that(box != null, "the box for " + what + ": " + (box == null ? "none" : "there"));
        first.await(2, TimeUnit.SECONDS); // not longer, since who has not begun yet waits as well
        check.equal("times that ask was called for " + what, 1, calls.get());
        check.equal("the box was full when you returned it", false, box.isDone());
        returned.countDown();
        return new Asked("the box for " + what, box, thrown);
    }

    /** Of a box that is full. */
    private static Throwable failureIn(CompletableFuture<String> box) throws Exception {
        var failure = box.handle((genre, thrown) -> thrown).get();
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
