package workbench.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import workbench.internal.text.Failures;

/** The exercises of 10, Futures. */
public final class Futures {

    /** 10.1. */
    public interface WhatBecameOf {
        String call(Future<String> future) throws Throwable;
    }

    /** 10.2. */
    public interface FirstSuccess {
        CompletableFuture<String> call(List<CompletableFuture<String>> futures) throws Throwable;
    }

    static final Exercise<WhatBecameOf> WHAT_BECAME_OF =
            Exercise.of(
                            "10.1",
                            "What became of it?",
                            WhatBecameOf.class,
                            "String whatBecameOf(Future<String> future)",
                            Futures::whatBecameOf)
                    .within(Duration.ofSeconds(5));

    static final Exercise<FirstSuccess> FIRST_SUCCESS =
            Exercise.of(
                            "10.2",
                            "The first success",
                            FirstSuccess.class,
                            "CompletableFuture<String> firstSuccess("
                                    + "List<CompletableFuture<String>> futures)",
                            Futures::firstSuccess)
                    .within(Duration.ofSeconds(10));

    static final List<Exercise<?>> EXERCISES = List.of(WHAT_BECAME_OF, FIRST_SUCCESS);

    private static final int ROUNDS = 40; // of what goes wrong only sometimes
    private static final int THREADS = 4;
    private static final int SPINS = 10_000;

    private Futures() {}

    private static void whatBecameOf(Check check, WhatBecameOf solution) throws Throwable {
        var pending = new CompletableFuture<String>();
        check.equal("of one that is running", "still running", solution.call(pending));
        check.equal(
                "of one that has succeeded",
                "doom polka",
                solution.call(CompletableFuture.completedFuture("doom polka")));
        check.equal(
                "of a job that has succeeded",
                "acid waltz",
                solution.call(done(() -> "acid waltz")));
        for (var failure :
                List.of(
                        new IOException("no genre"),
                        new IllegalStateException("closed"),
                        new AssertionError("wrong"))) {
            check.equal(
                    "of a job that has failed",
                    "failed: " + failure.getMessage(),
                    solution.call(
                            done(() -> {
                                if (failure instanceof Exception e) {
                                    throw e;
                                }
                                throw (Error) failure;
                            })));
        }
        var box = new CompletableFuture<String>();
        var step = box.thenApply(String::strip);
        box.completeExceptionally(new IOException("no connection"));
        check.equal("of a box that has failed", "failed: no connection", solution.call(box));
        check.equal("of a step that has failed", "failed: no connection", solution.call(step));
        for (Future<String> cancelled :
                List.of(new CompletableFuture<String>(), new FutureTask<>(() -> "too late"))) {
            cancelled.cancel(true);
            check.equal("of one that was cancelled", "cancelled", solution.call(cancelled));
        }
    }

    private static Future<String> done(Callable<String> job) {
        var task = new FutureTask<>(job);
        task.run();
        return task;
    }

    private static void firstSuccess(Check check, FirstSuccess solution) throws Throwable {
        success(check, solution, 3, 1);
        success(check, solution, 3, 2);
        success(check, solution, 1, 0);
        successBehindOneAtWork(check, solution);
        failures(check, solution, 3);
        failures(check, solution, 1);
        already(check, solution);
        for (int round = 0; round < ROUNDS; round++) {
            atTheSameTime(check, solution, true);
            atTheSameTime(check, solution, false);
        }
    }

    private static List<CompletableFuture<String>> boxes(int count) {
        return Stream.generate(() -> new CompletableFuture<String>()).limit(count).toList();
    }

    /** Those before it fail, one after the other; those behind it never end. */
    private static void success(Check check, FirstSuccess solution, int count, int good)
            throws Throwable {
        var boxes = boxes(count);
        var first = asked(check, solution, boxes);
        check.equal("yours is done when none of " + count + " is", false, first.isDone());
        for (int i = 0; i < good; i++) {
            boxes.get(i).completeExceptionally(new IOException("failure " + i));
            check.equal("yours is done when one has failed", false, first.isDone());
        }
        boxes.get(good).complete("genre " + good);
        check.equal("what yours gets when one has succeeded", "genre " + good, end(first));
        boxes.forEach(box -> box.complete("too late"));
        check.equal("what yours holds when others succeed later", "genre " + good, end(first));
    }

    /** The first one is still at work, the second has failed: so whoever asks in order waits. */
    private static void successBehindOneAtWork(Check check, FirstSuccess solution)
            throws Throwable {
        var boxes = boxes(3);
        var first = asked(check, solution, boxes);
        boxes.get(1).completeExceptionally(new IOException("no genre"));
        boxes.get(2).complete("genre 2");
        var got = end(first);
        boxes.getFirst().complete("too late"); // whoever waits for it can end
        check.equal(
                "what yours gets when one has succeeded and one before it is still at work",
                "genre 2",
                got);
    }

    private static void failures(Check check, FirstSuccess solution, int count) throws Throwable {
        var boxes = boxes(count);
        var first = asked(check, solution, boxes);
        for (int i = count - 1; i > 0; i--) {
            boxes.get(i).completeExceptionally(new IOException("no genre"));
            check.equal("yours is done when one has failed", false, first.isDone());
        }
        boxes.getFirst().completeExceptionally(new IOException("no genre"));
        check.equal("what yours gets when all have failed", "IOException: no genre", end(first));
    }

    /** Some are done before the solution sees them. */
    private static void already(Check check, FirstSuccess solution) throws Throwable {
        var failed = CompletableFuture.<String>failedFuture(new AssertionError("no genre"));
        var good = CompletableFuture.completedFuture("doom polka");
        check.equal(
                "what yours gets of one that had failed and one that had succeeded",
                "doom polka",
                end(asked(check, solution, List.of(failed, good))));
        check.equal(
                "what yours gets of two that had failed",
                "AssertionError: no genre",
                end(asked(check, solution, List.of(failed, failed))));
    }

    /** All end in the same moment: who counts without care loses one. */
    private static void atTheSameTime(Check check, FirstSuccess solution, boolean oneIsGood)
            throws Throwable {
        var boxes = boxes(50 * THREADS);
        var first = asked(check, solution, boxes);
        var ready = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                int mine = i;
                threads.execute(() -> {
                    ready.incrementAndGet();
                    for (int spins = 0; ready.get() < THREADS; spins++) {
                        if (spins < SPINS) {
                            Thread.onSpinWait();
                        } else {
                            LockSupport.parkNanos(1); // where cores are few, others need this one
                        }
                    }
                    for (int box = mine; box < boxes.size(); box += THREADS) {
                        if (oneIsGood && box == boxes.size() - 1) {
                            boxes.get(box).complete("genre");
                        } else {
                            boxes.get(box).completeExceptionally(new IOException("none"));
                        }
                    }
                });
            }
        }
        check.equal(
                oneIsGood
                        ? "what yours gets when one succeeds while all others fail"
                        : "what yours gets when all fail at the same time",
                oneIsGood ? "genre" : "IOException: none",
                end(first));
    }

    private static CompletableFuture<String> asked(
            Check check, FirstSuccess solution, List<CompletableFuture<String>> boxes)
            throws Throwable {
        var first = solution.call(boxes);
        check.that(first != null, "your future: " + (first == null ? "none" : "there"));
        return first;
    }

    /** How a future ends within a second. */
    private static String end(CompletableFuture<String> future) throws InterruptedException {
        try {
            return future.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return Failures.reason(e);
        } catch (CancellationException e) {
            return "it was cancelled";
        } catch (TimeoutException e) {
            return "nothing within a second";
        }
    }
}
