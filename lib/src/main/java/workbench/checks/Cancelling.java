package workbench.checks;

import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import workbench.internal.text.Text;

/** The exercises of 11, Cancelling and scopes. */
public final class Cancelling {

    /** 11.1. */
    public interface DoSteps {
        int call(List<Runnable> steps) throws Throwable;
    }

    /** 11.2. */
    public interface AllOrNothing {
        List<String> call(List<Callable<String>> jobs) throws Throwable;
    }

    static final Exercise<DoSteps> DO_STEPS =
            Exercise.of(
                    "11.1",
                    "Stop when you are asked",
                    DoSteps.class,
                    "int doSteps(List<Runnable> steps)",
                    Cancelling::doSteps);

    static final Exercise<AllOrNothing> ALL_OR_NOTHING =
            Exercise.of(
                    "11.2",
                    "All or nothing",
                    AllOrNothing.class,
                    "List<String> allOrNothing(List<Callable<String>> jobs)",
                    Cancelling::allOrNothing);

    static final List<Exercise<?>> EXERCISES = List.of(DO_STEPS, ALL_OR_NOTHING);

    private static final int MANY = 120; // more than a fixed pool that somebody took for large
    private static final int NEVER = -2;
    private static final int BEFORE = -1;

    private Cancelling() {}

    private static void doSteps(Check check, DoSteps solution) throws Throwable {
        doSteps(check, solution, 5, NEVER, "when nobody interrupts");
        doSteps(check, solution, 6, 2, "when step 3 of 6 is interrupted");
        doSteps(check, solution, 4, BEFORE, "when the thread is interrupted before the first");
        doSteps(check, solution, 3, 2, "when the last step is interrupted");
        doSteps(check, solution, 0, NEVER, "when there is no step");
    }

    /** What a run of the steps came to, and the flag that it left. */
    private record Left(int returned, boolean flag) {}

    /** On a thread of its own: the flag must not reach whoever checks. */
    private static void doSteps(Check check, DoSteps solution, int size, int asked, String when)
            throws Throwable {
        var done = new ArrayList<Integer>();
        var run =
                new FutureTask<Left>(() -> {
                    var you = Thread.currentThread();
                    var steps = new ArrayList<Runnable>();
                    for (int i = 0; i < size; i++) {
                        int step = i;
                        steps.add(() -> {
                            done.add(step + 1);
                            if (step == asked) {
                                you.interrupt();
                            }
                        });
                    }
                    if (asked == BEFORE) {
                        you.interrupt();
                    }
                    return Check.orException(
                            () -> new Left(solution.call(steps), Thread.interrupted()));
                });
        var thread = Thread.ofPlatform().daemon().start(run);
        Left left;
        try {
            left = run.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
        int last = asked == NEVER ? size : asked + 1;
        var expected = IntStream.rangeClosed(1, last).boxed().toList();
        check.equal("steps that were done " + when, expected, done);
        check.equal("what it returned " + when, last, left.returned);
        check.equal("whether the flag was up " + when, asked != NEVER, left.flag);
    }

    private static void allOrNothing(Check check, AllOrNothing solution) throws Throwable {
        all(check, solution);
        nothing(check, solution, 5, 0, new IllegalStateException("job 0 fails"));
        nothing(check, solution, 4, 3, new IOException("job 3 fails"));
        nothing(check, solution, 3, 1, new TimeoutException("job 1 fails"));
    }

    /** The first job comes last, so that results in the order of their coming show. */
    private static void all(Check check, AllOrNothing solution) throws Throwable {
        var you = Thread.currentThread();
        var meeting = new Meeting(MANY);
        var calls = new AtomicInteger();
        IntFunction<Callable<String>> job =
                number ->
                        () -> {
                            calls.incrementAndGet();
                            meeting.attend();
                            if (number == 0) {
                                outlast(you);
                            }
                            return "result " + number;
                        };
        var jobs = IntStream.range(0, MANY).mapToObj(job).toList();
        var expected = IntStream.range(0, MANY).mapToObj(number -> "result " + number).toList();
        check.equal("results", expected, solution.call(jobs));
        check.equal("times that a job was called", MANY, calls.get());
        check.equal("jobs at work at the same time", MANY, meeting.most());
    }

    /**
     * One job fails. The others wait to be interrupted, and take their time to tidy up; every other
     * one then throws too, as code does that is interrupted: that exception is not the one.
     */
    private static void nothing(
            Check check, AllOrNothing solution, int size, int bad, Exception failure)
            throws Throwable {
        var you = Thread.currentThread();
        var meeting = new Meeting(size);
        var tidied = new AtomicInteger();
        IntFunction<Callable<String>> job =
                number ->
                        () -> {
                            meeting.attend();
                            if (number == bad) {
                                throw failure;
                            }
                            if (!isInterrupted(you)) {
                                return "nobody interrupted job " + number;
                            }
                            if (bad == 0) {
                                outlast(you); // once, since it is slow with whoever waits for a day
                            }
                            tidied.incrementAndGet();
                            if (number % 2 == 1) {
                                throw new InterruptedException("job " + number + " stopped");
                            }
                            return "job " + number + " stopped";
                        };
        var jobs = IntStream.range(0, size).mapToObj(job).toList();
        var came = whatCame(solution, jobs, bad, failure);
        int tidiedByThen = tidied.get();
        check.equal("jobs at work at the same time", size, meeting.most());
        check.equal("what was thrown when job " + bad + " failed", exceptionOf(bad), came);
        check.equal(
                "others that had been interrupted and had tidied up by then",
                size - 1,
                tidiedByThen);
    }

    private static String exceptionOf(int job) {
        return "the exception of job " + job;
    }

    @SuppressWarnings("ReferenceEquality") // the very exception that the job threw is asked for
    private static String whatCame(
            AllOrNothing solution, List<Callable<String>> jobs, int bad, Exception failure) {
        try {
            return "nothing, but it returned " + Text.shorten("" + solution.call(jobs), 80);
        } catch (Throwable e) {
            return e == failure
                    ? exceptionOf(bad)
                    : "another exception, "
                            + Text.shorten(
                                    e.getClass().getSimpleName()
                                            + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                                    160);
        }
    }

    /**
     * Waits for the interrupt. It gives up when the solution's thread is found in a timed wait many
     * times in a row: the failure would have woken it, had it waited for that. Who looks once a
     * second, say, is mostly found so, in one of three tries.
     */
    private static boolean isInterrupted(Thread solution) {
        int asleep = 0;
        for (int looks = 0; looks < 250 && asleep < 15; looks++) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                return true; // what was asked for, and so it is not kept
            }
            asleep = Check.waitsForATime(solution) ? asleep + 1 : 0;
        }
        return false;
    }
}
