package workbench.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The exercises of 05, The event loop. Its timers and its loop are classes of the notebook's own:
 * what the checks do with them stands here as an interface, and how it is done in Java that the
 * notebook evaluates.
 */
public final class EventLoop {

    /**
     * 05.1: timers with a time of their own: it passes from one to the next, or by {@link #pass}.
     */
    public interface Timers {
        /** Calls the reader's method with these timers. */
        void start(Duration pause, int times, Runnable callback) throws Throwable;

        void run() throws Throwable;

        /** Lets time pass, as a callback that takes long does. */
        void pass(Duration time);

        /** In milliseconds. */
        long now();
    }

    /** New timers. */
    public interface TimersMaker {
        /**
         * @param touched called by whichever thread asks for the time, as by setting a timer
         */
        Timers make(Runnable touched) throws Throwable;
    }

    /** 05.2: a loop that works in pieces. */
    public interface Pieces extends AutoCloseable {
        /** Calls the reader's method with this loop. */
        void start(int n, IntConsumer step, Runnable done) throws Throwable;

        /** Puts a callback at the end of the queue. */
        void soon(Runnable callback);

        void run() throws Throwable;

        @Override
        void close() throws IOException;
    }

    /** A new loop. */
    public interface PiecesMaker {
        Pieces make() throws Throwable;
    }

    static final Exercise<TimersMaker> EVERY =
            Exercise.of(
                            "05.1",
                            "Again and again",
                            TimersMaker.class,
                            "void every(Timers timers, Duration pause, int times,"
                                    + " Step callback)",
                            EventLoop::every)
                    .calledBy(
                            """
                            touched -> {
                                var timers = new Timers() {
                                    long time;
                                    long now() {
                                        touched.run();
                                        return time;
                                    }
                                };
                                return new workbench.checks.EventLoop.Timers() {
                                    public void start(java.time.Duration pause, int times,
                                            Runnable callback) throws Throwable {
                                        every(timers, pause, times, callback::run);
                                    }
                                    public void run() throws Throwable {
                                        var ready = new java.util.ArrayDeque<workbench.Step>();
                                        while (!timers.waiting.isEmpty()) {
                                            if (Thread.interrupted())
                                                throw new InterruptedException();
                                            timers.time = Math.max(timers.time,
                                                timers.waiting.peek().due());
                                            timers.moveDue(ready);
                                            while (!ready.isEmpty())
                                                ready.remove().attempt();
                                        }
                                    }
                                    public void pass(java.time.Duration time) {
                                        timers.time += time.toNanos();
                                    }
                                    public long now() { return timers.time / 1_000_000; }
                                };
                            }\
                            """);

    static final Exercise<PiecesMaker> IN_PIECES =
            Exercise.of(
                            "05.2",
                            "Piece by piece",
                            PiecesMaker.class,
                            "void pieceByPiece(Loop loop, int n, IntConsumer step, Runnable done)",
                            EventLoop::inPieces)
                    .calledBy(
                            """
                            () -> new workbench.checks.EventLoop.Pieces() {
                                final Loop loop = new Loop();
                                public void start(int n, java.util.function.IntConsumer step,
                                        Runnable done) throws Throwable {
                                    pieceByPiece(loop, n, step, done);
                                }
                                public void soon(Runnable callback) {
                                    loop.ready.add(callback::run);
                                }
                                public void run() throws Throwable { loop.run(); }
                                public void close() throws java.io.IOException { loop.close(); }
                            }\
                            """);

    static final List<Exercise<?>> EXERCISES = List.of(EVERY, IN_PIECES);

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
        takesTime(check, solution);
    }

    /**
     * Callbacks shorter and longer than the pause: whose timers are all set at the beginning, or
     * whose next one is set before the callback has run, does not wait a pause after it.
     */
    private static void takesTime(Check check, TimersMaker solution) throws Throwable {
        for (int takes : List.of(10, 35)) {
            var timers = solution.make(() -> {});
            var begun = new ArrayList<String>();
            timers.start(
                    Duration.ofMillis(20),
                    3,
                    () -> {
                        begun.add(timers.now() + " ms");
                        timers.pass(Duration.ofMillis(takes));
                    });
            timers.run();
            check.equal(
                    "when a callback that takes " + takes + " ms began, with a pause of 20 ms",
                    IntStream.rangeClosed(1, 3)
                            .mapToObj(i -> i * 20 + (i - 1) * takes + " ms")
                            .toList(),
                    begun);
        }
    }

    private static final int PIECE = 10;

    private static void inPieces(Check check, PiecesMaker solution) throws Throwable {
        for (int n : List.of(35, 10, 11, 1)) {
            alone(check, solution, n);
        }
        nothingToDo(check, solution);
        two(check, solution);
    }

    /** What one call of the reader's method does: which steps, and how often it was done. */
    private static final class Work {
        final List<Integer> steps = new ArrayList<>();
        final Threads threads = Threads.but(Thread.currentThread());
        int done;
        int stepsAtDone;

        void start(Pieces pieces, int n) throws Throwable {
            pieces.start(
                    n,
                    step -> {
                        threads.note();
                        steps.add(step);
                    },
                    this::done);
        }

        void done() {
            threads.note();
            done++;
            stepsAtDone = steps.size();
        }
    }

    private static void alone(Check check, PiecesMaker solution, int n) throws Throwable {
        try (var pieces = solution.make()) {
            var work = new Work();
            var counts = new ArrayList<Integer>();
            work.start(pieces, n);
            check.equal("steps before the loop runs", 0, work.steps.size());
            check.equal("times done before the loop runs", 0, work.done);
            compete(pieces, work, counts);
            pieces.run();
            check.equal(
                    "steps or ends on another thread than the loop's", 0, work.threads.others());
            check.equal("the steps", IntStream.range(0, n).boxed().toList(), work.steps);
            int most =
                    IntStream.range(1, counts.size())
                            .map(i -> counts.get(i) - counts.get(i - 1))
                            .max()
                            .orElse(n);
            check.that(
                    Math.max(most, counts.getFirst()) <= PIECE,
                    "most steps between two turns of another callback, "
                            + PIECE
                            + " allowed: "
                            + Math.max(most, counts.getFirst()));
            check.equal("times done", 1, work.done);
            check.equal("steps when it was done", n, work.stepsAtDone);
        }
    }

    /** Another callback that comes back to the queue until the work is done, or for long. */
    private static void compete(Pieces pieces, Work work, List<Integer> counts) {
        pieces.soon(() -> {
            counts.add(work.steps.size());
            if (work.done == 0 && counts.size() < 500) {
                compete(pieces, work, counts);
            }
        });
    }

    private static void nothingToDo(Check check, PiecesMaker solution) throws Throwable {
        try (var pieces = solution.make()) {
            var work = new Work();
            work.start(pieces, 0);
            check.equal("times done before the loop runs, with no steps", 0, work.done);
            pieces.run();
            check.equal("times done, with no steps", 1, work.done);
            check.equal("steps, where there are none", 0, work.steps.size());
        }
    }

    private static void two(Check check, PiecesMaker solution) throws Throwable {
        try (var pieces = solution.make()) {
            var one = new Work();
            var other = new Work();
            one.start(pieces, 25);
            other.start(pieces, 15);
            pieces.run();
            check.equal(
                    "the steps of two at the same time",
                    List.of(
                            IntStream.range(0, 25).boxed().toList(),
                            IntStream.range(0, 15).boxed().toList()),
                    List.of(one.steps, other.steps));
            check.equal("times that two are done", List.of(1, 1), List.of(one.done, other.done));
        }
    }
}
