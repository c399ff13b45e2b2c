package workbench.checks;

import static workbench.checks.Check.inTime;
import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The exercises of 07, Powers. */
public final class Powers {

    /** 07.1. */
    public interface InPieces {
        List<BigInteger> of(
                ExecutorService executor,
                int size,
                List<Integer> numbers,
                IntFunction<BigInteger> job)
                throws Throwable;
    }

    /** 07.2. */
    public interface AsTheyComplete {
        void run(int threads, List<Callable<String>> jobs, Consumer<String> told) throws Throwable;
    }

    static final Exercise<InPieces> IN_PIECES =
            Exercise.of(
                    "07.1",
                    "In pieces",
                    InPieces.class,
                    "List<BigInteger> inPieces(ExecutorService executor, int size,"
                            + " List<Integer> numbers, IntFunction<BigInteger> job)",
                    Powers::inPieces);

    static final Exercise<AsTheyComplete> AS_THEY_COMPLETE =
            Exercise.of(
                    "07.2",
                    "As they complete",
                    AsTheyComplete.class,
                    "void asTheyComplete(int threads, List<Callable<String>> jobs,"
                            + " Consumer<String> told)",
                    Powers::asTheyComplete);

    static final List<Exercise<?>> EXERCISES = List.of(IN_PIECES, AS_THEY_COMPLETE);

    private static final int JOBS = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Powers() {}

    /**
     * Lists that end with a whole piece or a part of one, on pools of a thread for each piece. The
     * pieces meet, so each thread does one, and its numbers are the piece.
     */
    private static void inPieces(Check check, InPieces solution) throws Throwable {
        for (var lists :
                List.of(
                        List.of(List.of(7, 8, 9), List.of(10, 11, 12), List.of(13)),
                        List.of(List.of(1, 2, 3, 4), List.of(5, 6, 7, 8)),
                        List.of(List.of(3), List.of(1), List.of(2), List.of(5), List.of(4)),
                        List.of(List.of(2, 3)))) {
            piecesOf(check, solution, lists);
        }
    }

    private static void piecesOf(Check check, InPieces solution, List<List<Integer>> pieces)
            throws Throwable {
        var numbers = pieces.stream().flatMap(List::stream).toList();
        int size = pieces.size() == 1 ? 5 : pieces.getFirst().size();
        var what = numbers.size() + " numbers in pieces of " + size;
        var meeting = new Meeting(pieces.size());
        var done = new ConcurrentHashMap<Thread, List<Integer>>();
        var tasks = new AtomicInteger();
        try (var pool = counting(pieces.size(), tasks)) {
            var powers =
                    solution.of(
                            pool,
                            size,
                            numbers,
                            i -> {
                                var mine =
                                        done.computeIfAbsent(
                                                Thread.currentThread(), each -> new ArrayList<>());
                                mine.add(i);
                                if (mine.size() == 1) {
                                    meeting.attend();
                                }
                                return BigInteger.valueOf(1_000L + i);
                            });
            check.equal(
                    what,
                    numbers.stream().map(i -> BigInteger.valueOf(1_000L + i)).toList(),
                    powers);
            check.equal(what + ", tasks", pieces.size(), tasks.get());
            check.equal(what + ", tasks at the same time", pieces.size(), meeting.most());
            check.equal(
                    what + ", each done by one thread",
                    Set.copyOf(pieces),
                    Set.copyOf(done.values()));
            check.that(
                    !pool.isShutdown(),
                    "the executor is open afterwards: " + (pool.isShutdown() ? "no" : "yes"));
        }
    }

    /** A pool that counts the tasks that it is handed. */
    private static ExecutorService counting(int threads, AtomicInteger tasks) {
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                tasks.incrementAndGet();
                super.execute(task);
            }
        };
    }

    /** Two numbers of threads, so that no fixed number will do. */
    private static void asTheyComplete(Check check, AsTheyComplete solution) throws Throwable {
        for (int threads : List.of(3, 2)) {
            var round = new Round(threads, Thread.currentThread());
            var jobs = IntStream.range(0, JOBS).mapToObj(round::job).toList();
            solution.run(threads, jobs, round::told);
            round.judge(check);
        }
    }

    /**
     * Seven jobs, of which as many meet as there are threads. Job 0 ends when all others have been
     * passed on: so each is passed on at once, failures too, and a free thread takes the next job.
     */
    private static final class Round {
        private final int threads;
        private final Thread you;
        private final Meeting meeting;
        private final AtomicInteger begun = new AtomicInteger();
        private final Set<Thread> hands = ConcurrentHashMap.newKeySet();
        private final CountDownLatch others = new CountDownLatch(JOBS - 1);
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger elsewhere = new AtomicInteger();
        private final AtomicBoolean tooLate = new AtomicBoolean();

        Round(int threads, Thread you) {
            this.threads = threads;
            this.you = you;
            meeting = new Meeting(threads);
        }

        Callable<String> job(int number) {
            var name = "job " + number;
            return () -> {
                hands.add(Thread.currentThread());
                boolean met = begun.incrementAndGet() > threads || meeting.attend();
                return switch (number) {
                    case 0 -> met ? afterAllOthers(name) : name;
                    case 1 -> throw new IOException(name);
                    case 4 -> throw new IllegalStateException(name);
                    default -> name;
                };
            };
        }

        private String afterAllOthers(String name) {
            if (!inTime(others)) {
                tooLate.set(true);
            } else if (threads == 3) {
                outlast(you); // whoever waits for the last one with a limit of his own
            }
            return name;
        }

        void told(String result) {
            if (Thread.currentThread() == you) {
                told.add("" + result);
            } else {
                elsewhere.incrementAndGet();
            }
            if (!"job 0".equals(result)) {
                others.countDown();
            }
        }

        void judge(Check check) throws InterruptedException {
            check.equal("results told on another thread than yours", 0, elsewhere.get());
            check.equal(
                    "told, sorted",
                    List.of(
                            "failed: job 1",
                            "failed: job 4",
                            "job 0",
                            "job 2",
                            "job 3",
                            "job 5",
                            "job 6"),
                    told.stream().sorted().toList());
            check.that(
                    !tooLate.get(),
                    "while job 0 still ran, all other results were told: "
                            + (tooLate.get() ? "no" : "yes"));
            check.equal("times that a job was called", JOBS, begun.get());
            check.equal("jobs at the same time", threads, meeting.most());
            check.equal("threads", threads, hands.size());
            for (var hand : hands) {
                // A thread may take a moment to end after its executor has ended.
                check.that(
                        hand.join(PATIENCE),
                        "your threads have ended: " + (hand.isAlive() ? "no" : "yes"));
            }
        }
    }
}
