package workbench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Threads;

/**
 * What becomes of a job when it is cancelled, in one way or another, and what somebody gets who
 * waits for it: each case is run. Not for use by several threads.
 */
public final class Fates {

    /**
     * One way to cancel a job.
     *
     * @see #add(String, Case)
     */
    @FunctionalInterface
    public interface Case {
        /**
         * Starts the job, does something to it, and waits for it.
         *
         * @return what one gets for the waiting
         */
        Object run(Probe job) throws Exception;
    }

    /**
     * What became of one.
     *
     * @param interrupted whether the job was interrupted
     * @param ended whether it had ended when the one who did this went on
     * @param got how the waiting ended: a result, or the name of an exception
     */
    private record Fate(String what, boolean interrupted, boolean ended, String got) {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOOKS = 30; // a millisecond apart, before a wait counts as one
    private static final int MANY_LOOKS = 1_000; // where nobody was interrupted

    private final List<Fate> fates = new ArrayList<>();

    /**
     * With the cases of plain Java: of an executor's future, of a {@link CompletableFuture}, of a
     * thread without any future, and of closing an executor.
     *
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public static Fates withoutScopes() throws InterruptedException {
        var fates = new Fates();
        addFutures(fates);
        addExecutors(fates);
        return fates;
    }

    private static void addFutures(Fates fates) throws InterruptedException {
        // Never closed, since it keeps no threads.
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        fates.add(
                "Future.get() with a time-out", job -> begun(executor, job).get(10, MILLISECONDS));
        fates.add(
                "Future.cancel(false)",
                job -> {
                    var future = begun(executor, job);
                    future.cancel(false);
                    return future.get();
                });
        fates.add(
                "Future.cancel(true)",
                job -> {
                    var future = begun(executor, job);
                    future.cancel(true);
                    return future.get();
                });
        fates.add(
                "CompletableFuture.cancel(true)",
                job -> {
                    var future = CompletableFuture.supplyAsync(job, executor);
                    job.awaitBegun();
                    future.cancel(true);
                    return future.get();
                });
        fates.add(
                "Thread.interrupt(), then join()",
                job -> {
                    var thread = Thread.startVirtualThread(() -> callQuietly(job));
                    job.awaitBegun();
                    thread.interrupt();
                    thread.join();
                    return "nothing";
                });
    }

    @SuppressWarnings("try") // what is closed is the case
    private static void addExecutors(Fates fates) throws InterruptedException {
        fates.add(
                "executor: shutdownNow(), then get()",
                job -> {
                    var own = Executors.newVirtualThreadPerTaskExecutor();
                    var future = begun(own, job);
                    own.shutdownNow();
                    return future.get();
                });
        fates.add(
                "executor: you are interrupted in get()",
                job -> {
                    try (var own = Executors.newVirtualThreadPerTaskExecutor()) {
                        var future = begun(own, job);
                        Thread.currentThread().interrupt();
                        return future.get();
                    }
                });
        fates.add(
                "executor: you are interrupted in close()",
                job -> {
                    try (var own = Executors.newVirtualThreadPerTaskExecutor()) {
                        begun(own, job);
                        Thread.currentThread().interrupt();
                    }
                    return "nothing";
                });
    }

    private static Future<String> begun(ExecutorService executor, Probe job)
            throws InterruptedException {
        var future = executor.submit(job);
        job.awaitBegun();
        return future;
    }

    private static void callQuietly(Callable<?> job) {
        try {
            job.call();
        } catch (Exception e) {
            // The job notes it, and nobody else hears of it: that is the case.
        }
    }

    /**
     * Runs a case on a virtual thread of its own ("you"), and notes what became of the job. An
     * interrupted job is slow to clean up: it takes until "you" has gone on, or waits for it. A job
     * that nobody interrupts ends when "you" has waited for it for a second.
     *
     * @throws IllegalStateException if the case, or the job, does not come to an end
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public void add(String what, Case action) throws InterruptedException {
        var job = Probe.slowToCleanUp();
        var task =
                new FutureTask<Fate>(() -> {
                    var got = outcome(action, job);
                    return new Fate(what, job.wasInterrupted(), job.hasEnded(), got);
                });
        var you = Thread.startVirtualThread(task);
        try {
            awaitGoneOnOrWaiting(task, you, job);
        } finally {
            job.release();
        }
        try {
            var fate = task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            job.awaitEnd();
            fates.removeIf(each -> each.what.equals(what));
            fates.add(new Fate(what, job.wasInterrupted(), fate.ended, fate.got));
        } catch (ExecutionException | TimeoutException e) {
            you.interrupt();
            throw new IllegalStateException("The case \"" + what + "\" does not end.", e);
        }
    }

    private static String outcome(Case action, Probe job) {
        try {
            return Outcome.text(action.run(job));
        } catch (Exception e) {
            return Outcome.text(e); // an interrupt too, since that may be the case
        }
    }

    private static void awaitGoneOnOrWaiting(FutureTask<?> task, Thread you, Probe job)
            throws InterruptedException {
        int waits = 0;
        while (!task.isDone() && waits < (job.wasInterrupted() ? LOOKS : MANY_LOOKS)) {
            Thread.sleep(1);
            waits = job.hasBegun() && Threads.isWaiting(you) ? waits + 1 : 0;
        }
    }

    /** Each case in a word, such as fate-Future-cancel-true, and what became of its job. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        for (var fate : fates) {
            texts.put(
                    "fate-" + String.join("-", fate.what.split("[^A-Za-z]+")),
                    yes(fate.interrupted) + ", " + yes(fate.ended) + ", " + fate.got);
        }
        return texts;
    }

    Grid grid() {
        return Grid.of(
                "Who gets to know",
                List.of(
                        Grid.Heading.text("What is done"),
                        Grid.Heading.text("The job is interrupted"),
                        Grid.Heading.text("It has ended when you go on"),
                        Grid.Heading.text("You get")),
                fates.stream()
                        .map(fate ->
                                List.of(
                                        fate.what,
                                        yes(fate.interrupted),
                                        yes(fate.ended),
                                        fate.got))
                        .toList());
    }

    private static String yes(boolean it) {
        return it ? "yes" : "no";
    }
}
