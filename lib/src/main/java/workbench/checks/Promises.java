package workbench.checks;

import static workbench.internal.kernel.Threads.isWaiting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The exercises of 06, Promises. Its promise is a class of the notebook's own: what the checks do
 * with it stands here as an interface, and how it is done in Java that the notebook evaluates.
 */
public final class Promises {

    /** 06.1: a loop, a promise that the check settles, and what the reader's method makes of it. */
    public interface Instead extends AutoCloseable {
        /** Calls the reader's method. */
        void start(String instead) throws Throwable;

        void settle(String value, Throwable failure);

        void run() throws Throwable;

        /** Whether there is a promise, and it is settled. */
        boolean settled();

        /** Its value; a text that begins with "failed" if it failed. */
        String value();

        @Override
        void close() throws IOException;
    }

    /** A new loop. */
    public interface InsteadMaker {
        Instead make() throws Throwable;
    }

    /** 06.2: a loop, and the jobs whose promises the check settles. */
    public interface Jobs extends AutoCloseable {

        /** Calls the reader's method; a job first tells that it begins, and may throw there. */
        void start(int most, int n, IntConsumer begins) throws Throwable;

        void settle(int job, String value, Throwable failure);

        void run() throws Throwable;

        /** Whether there is a promise of all results, and it is settled. */
        boolean settled();

        Object value();

        Throwable failure();

        @Override
        void close() throws IOException;
    }

    /** A new loop. */
    public interface JobsMaker {
        Jobs make() throws Throwable;
    }

    static final Exercise<InsteadMaker> OR_ELSE =
            Exercise.of(
                            "06.1",
                            "One instead",
                            InsteadMaker.class,
                            "Promise<String> orElse(Promise<String> promise, String instead)",
                            Promises::orElse)
                    .calledBy(
                            """
                            () -> new workbench.checks.Promises.Instead() {
                                final Loop loop = new Loop();
                                final Promise<String> asked = new Promise<>(loop);
                                Promise<String> end;
                                public void start(String instead) throws Throwable {
                                    end = orElse(asked, instead);
                                }
                                public void settle(String value, Throwable failure) {
                                    asked.settle(value, failure);
                                }
                                public void run() throws Throwable { loop.run(); }
                                public boolean settled() { return end != null && end.box.isDone(); }
                                public String value() {
                                    return end.box.isCompletedExceptionally()
                                        ? "failed: " + end.box.exceptionNow() : end.box.resultNow();
                                }
                                public void close() throws java.io.IOException { loop.close(); }
                            }\
                            """);

    static final Exercise<JobsMaker> AT_MOST =
            Exercise.of(
                            "06.2",
                            "No more than so many",
                            JobsMaker.class,
                            "Promise<List<String>> atMost(Loop loop, int most, int n,"
                                    + " IntFunction<Promise<String>> job)",
                            Promises::atMost)
                    .calledBy(
                            """
                            () -> new workbench.checks.Promises.Jobs() {
                                final Loop loop = new Loop();
                                final java.util.Map<Integer, Promise<String>> jobs =
                                    new java.util.concurrent.ConcurrentHashMap<>();
                                Promise<java.util.List<String>> all;
                                public void start(int most, int n,
                                        java.util.function.IntConsumer begins) throws Throwable {
                                    all = atMost(loop, most, n, job -> {
                                        begins.accept(job);
                                        return jobs.computeIfAbsent(job,
                                            key -> new Promise<String>(loop));
                                    });
                                }
                                public void settle(int job, String value, Throwable failure) {
                                    jobs.get(job).settle(value, failure);
                                }
                                public void run() throws Throwable { loop.run(); }
                                public boolean settled() { return all != null && all.box.isDone(); }
                                public Object value() { return all.box.resultNow(); }
                                public Throwable failure() { return all.box.exceptionNow(); }
                                public void close() throws IOException { loop.close(); }
                            }\
                            """);

    static final List<Exercise<?>> EXERCISES = List.of(OR_ELSE, AT_MOST);

    private Promises() {}

    private static void orElse(Check check, InsteadMaker solution) throws Throwable {
        one(check, solution, "where it has a value", "doom polka", null, "doom polka");
        one(check, solution, "where it failed", null, new IOException("no genre"), "silence");
        one(check, solution, "where it failed with an Error", null, new Error("broken"), "silence");
        try (var late = solution.make()) {
            late.settle(null, new IOException("no genre"));
            late.start("noise");
            late.run();
            check.equal("where it had failed before", "settled", state(late));
            check.equal("the value, where it had failed before", "noise", late.value());
        }
    }

    private static void one(
            Check check,
            InsteadMaker solution,
            String where,
            String value,
            Throwable failure,
            String expected)
            throws Throwable {
        try (var instead = solution.make()) {
            boolean returned = returns(instead, value, failure);
            check.that(
                    returned,
                    "the call returned before anything had come: "
                            + (returned ? "yes" : "no, after five seconds it still waited"));
            instead.run();
            check.equal("before anything has come", "not settled", state(instead));
            instead.settle(value, failure);
            instead.run();
            check.equal(where, "settled", state(instead));
            check.equal("the value, " + where, expected, instead.value());
        }
    }

    /**
     * Calls the reader's method, and says whether it has returned. Who waits there for what comes
     * only later gets it, since not every wait hears an interrupt.
     */
    private static boolean returns(Instead instead, String value, Throwable failure)
            throws Throwable {
        var ended = new CountDownLatch(1);
        var failed = new AtomicReference<Throwable>();
        var thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("calls orElse")
                        .start(() -> {
                            try {
                                instead.start("silence");
                            } catch (Throwable e) { // the reader's code: whatever it throws
                                failed.set(e);
                            } finally {
                                ended.countDown();
                            }
                        });
        try {
            // A thread that is only slow is waited for, as long as the check may take.
            boolean inTime = Check.inTime(ended);
            while (!inTime && !ended.await(10, TimeUnit.MILLISECONDS)) {
                if (isWaiting(thread)) {
                    instead.settle(value, failure);
                    return false;
                }
            }
        } finally {
            thread.interrupt();
        }
        if (failed.get() != null) {
            throw failed.get();
        }
        return true;
    }

    private static String state(Instead instead) {
        return instead.settled() ? "settled" : "not settled";
    }

    private static void atMost(Check check, JobsMaker solution) throws Throwable {
        for (int most : List.of(3, 1, 20)) {
            allGoWell(check, solution, most, true);
        }
        allGoWell(check, solution, 4, false);
        nothingToDo(check, solution);
        for (int most : List.of(3, 1, 9)) {
            oneFails(check, solution, most, false);
            oneFails(check, solution, most, true);
        }
        allFail(check, solution);
    }

    /**
     * @param newestFirst whether job 0 ends last, so that all others have to get past it; or else
     *     the last one does
     */
    private static void allGoWell(Check check, JobsMaker solution, int most, boolean newestFirst)
            throws Throwable {
        int n = 9;
        try (var jobs = solution.make()) {
            var open = new TreeSet<Integer>();
            var threads = Threads.but(Thread.currentThread());
            jobs.start(
                    most,
                    n,
                    job -> {
                        threads.note();
                        open.add(job);
                    });
            var underWay = new ArrayList<Integer>();
            for (jobs.run(); !open.isEmpty() && underWay.size() < 99; jobs.run()) {
                underWay.add(open.size());
                int job = newestFirst ? open.pollLast() : open.pollFirst();
                jobs.settle(job, "result " + job, null);
            }
            check.equal("jobs begun by another thread than the loop's", 0, threads.others());
            check.equal(
                    "under way, " + most + " allowed",
                    IntStream.range(0, n).mapToObj(done -> Math.min(most, n - done)).toList(),
                    underWay);
            check.equal("the promise, when all jobs are done", "settled", state(jobs));
            check.equal(
                    "the results",
                    IntStream.range(0, n).mapToObj(job -> "result " + job).toList(),
                    jobs.value());
        }
    }

    private static void nothingToDo(Check check, JobsMaker solution) throws Throwable {
        try (var jobs = solution.make()) {
            jobs.start(2, 0, job -> {});
            jobs.run();
            check.equal("the promise of no jobs at all", "settled", state(jobs));
            check.equal("the results of no jobs", List.of(), jobs.value());
        }
    }

    /** Job 4 of 9 fails, when those before it are done, and those begun with it are not. */
    private static void oneFails(Check check, JobsMaker solution, int most, boolean atOnce)
            throws Throwable {
        var failure = new IllegalStateException("job 4 fails");
        try (var jobs = solution.make()) {
            var open = new TreeSet<Integer>();
            jobs.start(
                    most,
                    9,
                    job -> {
                        open.add(job);
                        if (atOnce && job == 4) {
                            throw failure;
                        }
                    });
            jobs.run();
            for (int job = 0; job < 5 && open.contains(job); job++) {
                if (job < 4) {
                    jobs.settle(job, "result " + job, null);
                } else if (!atOnce) {
                    jobs.settle(job, null, failure);
                }
                jobs.run();
            }
            int begun = open.size();
            var how = atOnce ? "where job 4 throws at once" : "where job 4 fails";
            check.equal("the promise, " + how, "settled", state(jobs));
            check.equal("the failure, " + how, "" + failure, "" + jobs.failure());
            for (int late : List.copyOf(open.tailSet(5))) {
                jobs.settle(late, "late", null);
                jobs.run();
            }
            check.equal("begun after the failure, " + how, 0, open.size() - begun);
        }
    }

    private static void allFail(Check check, JobsMaker solution) throws Throwable {
        try (var jobs = solution.make()) {
            var open = new TreeSet<Integer>();
            jobs.start(3, 30, open::add);
            jobs.run();
            check.equal("begun at first, where 3 are allowed", 3, open.size());
            for (int job : List.of(1, 0, 2)) {
                jobs.settle(job, null, new Error("job " + job));
                jobs.run();
            }
            check.equal("begun, where all fail", 3, open.size());
            check.equal(
                    "the failure, where job 1 fails first",
                    "" + new Error("job 1"),
                    "" + jobs.failure());
        }
    }

    private static String state(Jobs jobs) {
        return jobs.settled() ? "settled" : "not settled";
    }
}
