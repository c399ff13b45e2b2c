package workbench.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The exercises of 05, The event loop. Its loop and its promise are classes of the notebook's own:
 * what the checks do with them stands here as an interface, and how it is done in Java that the
 * notebook evaluates.
 */
public final class EventLoop {

    /** 05.1: a loop with a time of its own, which passes only where the loop rests. */
    public interface Timers {
        /** Calls the reader's method with this loop. */
        void start(Duration pause, int times, Runnable callback) throws Throwable;

        void run() throws Throwable;

        /** In milliseconds. */
        long now();
    }

    /** A new loop. */
    public interface TimersMaker {
        /**
         * @param touched called by whichever thread gives something to the loop
         */
        Timers make(Runnable touched) throws Throwable;
    }

    /** 05.2: a loop, and the jobs whose promises the check settles. */
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

    static final Exercise<TimersMaker> EVERY =
            Exercise.of(
                            "05.1",
                            "Again and again",
                            TimersMaker.class,
                            "void every(TimerLoop loop, Duration pause, int times,"
                                    + " Runnable callback)",
                            EventLoop::every)
                    .calledBy(
                            """
                            touched -> {
                                var loop = new TimerLoop() {
                                    long time;
                                    long now() { return time; }
                                    void rest(long nanos) { time += nanos; }
                                    void soon(Callback callback) {
                                        touched.run();
                                        super.soon(callback);
                                    }
                                    Timer after(java.time.Duration delay, Callback callback) {
                                        touched.run();
                                        return super.after(delay, callback);
                                    }
                                };
                                return new workbench.checks.EventLoop.Timers() {
                                    public void start(java.time.Duration pause, int times,
                                            Runnable callback) throws Throwable {
                                        every(loop, pause, times, callback);
                                    }
                                    public void run() throws Throwable { loop.run(); }
                                    public long now() { return loop.now() / 1_000_000; }
                                };
                            }\
                            """);

    static final Exercise<JobsMaker> AT_MOST =
            Exercise.of(
                            "05.2",
                            "No more than so many",
                            JobsMaker.class,
                            "Promise<List<String>> atMost(Loop loop, int most, int n,"
                                    + " IntFunction<Promise<String>> job)",
                            EventLoop::atMost)
                    .calledBy(
                            """
                            () -> new workbench.checks.EventLoop.Jobs() {
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
                                public boolean settled() { return all != null && all.settled; }
                                public Object value() { return all.value; }
                                public Throwable failure() { return all.failure; }
                                public void close() throws IOException { loop.close(); }
                            }\
                            """);

    static final List<Exercise<?>> EXERCISES = List.of(EVERY, AT_MOST);

    private EventLoop() {}

    private static void every(Check check, TimersMaker solution) throws Throwable {
        var threads = Threads.but(Thread.currentThread());
        var timers = solution.make(threads::note);
        var told = Collections.synchronizedList(new ArrayList<String>());
        Function<String, Runnable> callback =
                name ->
                        () -> {
                            threads.note();
                            told.add(name + " at " + timers.now());
                        };
        timers.start(Duration.ofMillis(20), 4, callback.apply("a"));
        timers.start(Duration.ofMillis(31), 3, callback.apply("b"));
        check.equal("before the loop runs", List.of(), List.copyOf(told));
        timers.run();
        check.equal("times that another thread than the loop's took part", 0, threads.others());
        check.equal(
                "what ran",
                List.of(
                        "a at 20", "b at 31", "a at 40", "a at 60", "b at 62", "a at 80",
                        "b at 93"),
                List.copyOf(told));
        timers.start(Duration.ofMillis(5), 0, callback.apply("never"));
        timers.start(Duration.ofMillis(7), 1, callback.apply("c")); // 93 have passed by now
        timers.run();
        check.equal("what ran last", "c at 100", told.getLast());
        check.equal("callbacks in all", 8, told.size());
        check.equal("times that another thread than the loop's took part", 0, threads.others());
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
            check.that(jobs.settled(), "the promise, when all jobs are done: " + state(jobs));
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
            check.that(jobs.settled(), "the promise of no jobs at all: " + state(jobs));
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
            check.that(jobs.settled(), "the promise, " + how + ": " + state(jobs));
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
