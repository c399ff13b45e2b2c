package workbench.checks;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import workbench.internal.text.Failures;

/** The exercises of 08, Processes. */
public final class Processes {

    /** 08.1. */
    public interface AskOne {
        String of(BlockingQueue<Function<String, String>> idle, String question) throws Throwable;
    }

    /** 08.2. */
    public interface AskAgain {
        String of(
                BlockingQueue<Function<String, String>> idle,
                Supplier<Function<String, String>> start,
                String question)
                throws Throwable;
    }

    static final Exercise<AskOne> ASK_ONE =
            Exercise.of(
                    "08.1",
                    "Take, ask, put back",
                    AskOne.class,
                    "String askOne(BlockingQueue<Function<String, String>> idle, String question)",
                    Processes::askOne);

    static final Exercise<AskAgain> ASK_AGAIN =
            Exercise.of(
                    "08.2",
                    "Ask again",
                    AskAgain.class,
                    "String askAgain(BlockingQueue<Function<String, String>> idle,"
                            + " Supplier<Function<String, String>> start, String question)",
                    Processes::askAgain);

    static final List<Exercise<?>> EXERCISES = List.of(ASK_ONE, ASK_AGAIN);

    private static final int WORKERS = 2;
    private static final int QUESTIONS = 6;
    private static final Duration HOLD = Duration.ofSeconds(1);

    private Processes() {}

    /** What happened to all workers of one pool. */
    private static final class Pool {
        final BlockingQueue<Function<String, String>> idle = new LinkedBlockingQueue<>();
        final Meeting meeting = new Meeting(WORKERS);
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger started = new AtomicInteger();
        final AtomicInteger crowded = new AtomicInteger();
        final AtomicInteger queued = new AtomicInteger();
        final AtomicInteger askedDead = new AtomicInteger();
        final AtomicBoolean held = new AtomicBoolean();
        private List<Thread> asking = List.of();

        Pool() {
            for (int i = 0; i < WORKERS; i++) {
                idle.add(new Worker(this));
            }
        }

        Function<String, String> start() {
            started.incrementAndGet();
            return new Worker(this);
        }

        /** From now on these ask; start them after that. */
        void askedBy(List<Thread> threads) {
            asking = threads;
        }

        /**
         * Holds the first worker that is asked until everybody else has asked too, and waits or has
         * ended: those who do not wait for a worker find none. It gives up after a second, for
         * solutions that turn round and round.
         */
        void holdTheFirst() {
            if (!held.compareAndSet(false, true)) {
                return;
            }
            var end = System.nanoTime() + HOLD.toNanos();
            try {
                while (System.nanoTime() < end && asking.stream().anyMatch(Pool::isOnItsWay)) {
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean isOnItsWay(Thread thread) {
            var state = thread.getState();
            return thread != Thread.currentThread()
                    && (state == Thread.State.NEW || state == Thread.State.RUNNABLE);
        }

        /** How many of the idle ones are alive. */
        int alive() {
            return (int) idle.stream().filter(one -> one instanceof Worker w && !w.dead).count();
        }

        void judge(Check check, String when, int starts) {
            check.equal(when + ", idle workers", WORKERS, idle.size());
            check.equal(when + ", of these alive", WORKERS, alive());
            check.equal(when + ", different ones", WORKERS, Set.copyOf(idle).size());
            check.equal(when + ", workers started", starts, started.get());
            check.equal("questions to a worker that has one already", 0, crowded.get());
            check.equal("questions to a worker that stands in the queue", 0, queued.get());
            check.equal("questions to a worker that is dead", 0, askedDead.get());
        }
    }

    /** Answers in capitals; "dies" kills it, and "nonsense" is refused. */
    private static final class Worker implements Function<String, String> {
        private final Pool pool;
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean dead;

        Worker(Pool pool) {
            this.pool = pool;
        }

        @Override
        public String apply(String question) {
            int deaths = pool.asked.incrementAndGet();
            if (inside.incrementAndGet() > 1) {
                pool.crowded.incrementAndGet();
            }
            if (pool.idle.contains(this)) {
                pool.queued.incrementAndGet();
            }
            if (dead) {
                pool.askedDead.incrementAndGet();
            }
            try {
                if (question.equals("nonsense")) {
                    throw new IllegalArgumentException("no number: nonsense");
                }
                if (question.equals("dies") || (question.equals("dies once") && deaths == 1)) {
                    dead = true;
                    throw new UncheckedIOException(new EOFException("death " + deaths));
                }
                if (question.startsWith("meet")) {
                    pool.holdTheFirst();
                    pool.meeting.attend();
                }
                return question.toUpperCase(java.util.Locale.ROOT);
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    private static void askOne(Check check, AskOne solution) throws Throwable {
        var pool = new Pool();
        check.equal("answer", "HELLO", solution.of(pool.idle, "hello"));
        pool.judge(check, "after one question", 0);
        check.equal(
                "answers to " + QUESTIONS + " at the same time",
                IntStream.range(0, QUESTIONS).mapToObj(i -> "MEET " + i).toList(),
                atTheSameTime(pool, i -> solution.of(pool.idle, "meet " + i)));
        check.equal("workers at work at the same time", WORKERS, pool.meeting.most());
        pool.judge(check, "after that", 0);
        check.equal(
                "a question that is refused ends with",
                "IllegalArgumentException: no number: nonsense",
                failure(() -> solution.of(pool.idle, "nonsense")));
        pool.judge(check, "after a question that is refused", 0);
    }

    private static void askAgain(Check check, AskAgain solution) throws Throwable {
        var calm = new Pool();
        check.equal("answer", "HELLO", solution.of(calm.idle, calm::start, "hello"));
        calm.judge(check, "after one question", 0);
        var once = new Pool();
        check.equal(
                "answer after one death",
                "DIES ONCE",
                solution.of(once.idle, once::start, "dies once"));
        check.equal("times asked", 2, once.asked.get());
        once.judge(check, "after one death", 1);
        var deadly = new Pool();
        check.equal(
                "three deaths end with",
                "UncheckedIOException: java.io.EOFException: death 3",
                failure(() -> solution.of(deadly.idle, deadly::start, "dies")));
        check.equal("times asked of three deaths", 3, deadly.asked.get());
        deadly.judge(check, "after three deaths", 3);
        var refused = new Pool();
        check.equal(
                "a question that is refused ends with",
                "IllegalArgumentException: no number: nonsense",
                failure(() -> solution.of(refused.idle, refused::start, "nonsense")));
        check.equal("times asked of a question that is refused", 1, refused.asked.get());
        refused.judge(check, "after a question that is refused", 0);
    }

    /** A question that may fail as a solution may. */
    private interface Question {
        String ask(int number) throws Throwable;
    }

    private interface One {
        String ask() throws Throwable;
    }

    private static String failure(One question) throws InterruptedException {
        try {
            return "no exception, but " + question.ask();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable failure) {
            return failure.getClass().getSimpleName() + ": " + failure.getMessage();
        }
    }

    /** The answer, or in its place what it ended with. */
    private static String answerOf(FutureTask<String> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            return Failures.reason(e.getCause());
        }
    }

    /** Asks all questions, each on a thread of its own; an interrupt ends them. */
    private static List<String> atTheSameTime(Pool pool, Question question)
            throws InterruptedException {
        var threads = new ArrayList<Thread>();
        var answers = new ArrayList<FutureTask<String>>();
        try {
            for (int i = 0; i < QUESTIONS; i++) {
                int number = i;
                var answer =
                        new FutureTask<String>(() -> {
                            try {
                                return question.ask(number);
                            } catch (Exception | Error e) {
                                throw e;
                            } catch (Throwable e) {
                                throw new IllegalStateException(e);
                            }
                        });
                answers.add(answer);
                threads.add(Thread.ofPlatform().daemon().name("asks " + i).unstarted(answer));
            }
            pool.askedBy(List.copyOf(threads));
            threads.forEach(Thread::start);
            var all = new ArrayList<String>();
            for (var answer : answers) {
                all.add(answerOf(answer));
            }
            return all;
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }
}
