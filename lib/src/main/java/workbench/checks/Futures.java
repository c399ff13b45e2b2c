package workbench.checks;

import static workbench.checks.Check.inTime;
import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import workbench.internal.text.Text;

/** The exercises of 10, Futures, failure and cancelling. */
public final class Futures {

    /** 10.1. */
    public interface AtMost {
        List<String> call(int limit, List<Callable<String>> jobs) throws Throwable;
    }

    /** 10.2. */
    public interface AllOrNothing {
        List<String> call(List<Callable<String>> jobs) throws Throwable;
    }

    static final Exercise<AtMost> AT_MOST =
            Exercise.of(
                            "10.1",
                            "At most so many",
                            AtMost.class,
                            "List<String> atMost(int limit, List<Callable<String>> jobs)",
                            Futures::atMost)
                    .within(Duration.ofSeconds(15));

    static final Exercise<AllOrNothing> ALL_OR_NOTHING =
            Exercise.of(
                    "10.2",
                    "All or nothing",
                    AllOrNothing.class,
                    "List<String> allOrNothing(List<Callable<String>> jobs)",
                    Futures::allOrNothing);

    static final List<Exercise<?>> EXERCISES = List.of(AT_MOST, ALL_OR_NOTHING);

    private static final int MANY = 120; // more than a fixed pool that somebody took for large

    private Futures() {}

    /** Two limits, so that no fixed number will do. */
    private static void atMost(Check check, AtMost solution) throws Throwable {
        for (int limit : List.of(3, 5)) {
            var round = new Places(limit, Thread.currentThread());
            var jobs = IntStream.range(0, 5 * limit + 1).mapToObj(round::job).toList();
            var expected =
                    IntStream.range(0, jobs.size())
                            .mapToObj(job -> job <= limit ? null : "result " + job)
                            .toList();
            check.equal("results", expected, solution.call(limit, jobs));
            check.equal("times that a job was called", jobs.size(), round.calls.get());
            check.equal("at work at the same time", limit, round.atWork());
        }
    }

    /**
     * First fail more jobs than there are places: a place that a failure keeps is missed then. Of
     * the good ones, as many meet as there are places. The first of these goes on when all others
     * have ended: so nobody waits for it to take the next job.
     */
    private static final class Places {
        private final int limit;
        private final Thread you;
        private final Meeting meeting;
        private final CountDownLatch others;
        private final CountDownLatch tooMany = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger good = new AtomicInteger();
        private final AtomicInteger atWork = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Places(int limit, Thread you) {
            this.limit = limit;
            this.you = you;
            meeting = new Meeting(limit);
            others = new CountDownLatch(4 * limit - 1);
        }

        Callable<String> job(int number) {
            return () -> {
                calls.incrementAndGet();
                if (number == 1) {
                    throw new IllegalStateException("job 1 fails");
                }
                if (number <= limit) {
                    throw new IOException("job " + number + " fails");
                }
                int now = atWork.incrementAndGet();
                most.accumulateAndGet(now, Math::max);
                if (now > limit) {
                    tooMany.countDown();
                }
                try {
                    return result(number);
                } finally {
                    atWork.decrementAndGet();
                }
            };
        }

        /** As many as met, or the more that came in. */
        int atWork() {
            return Math.max(meeting.most(), most.get() > limit ? most.get() : 0);
        }

        private String result(int number) throws InterruptedException {
            int place = good.incrementAndGet();
            boolean met = place > limit || meeting.attend();
            // A moment in which one too many would come in.
            tooMany.await(30, TimeUnit.MILLISECONDS);
            var result = "result " + number;
            if (place > 1) {
                others.countDown();
            } else if (met && !inTime(others)) {
                return result + ", and jobs that had a place waited for it";
            } else if (limit == 3) {
                outlast(you);
            }
            return result;
        }
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
