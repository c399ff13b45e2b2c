package workbench.checks;

import static workbench.checks.Check.inTime;
import static workbench.checks.Check.outlast;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import workbench.Fault;
import workbench.GenreService;

/** The exercises of 13, Not too much at once. */
public final class Limits {

    /** 13.1. */
    public interface AtMost {
        List<String> call(int limit, List<Callable<String>> jobs) throws Throwable;
    }

    /** 13.2. */
    public interface AskAll {
        List<String> call(int n, int places, IntFunction<Call> request) throws Throwable;
    }

    static final Exercise<AtMost> AT_MOST =
            Exercise.of(
                            "13.1",
                            "At most so many",
                            AtMost.class,
                            "List<String> atMost(int limit, List<Callable<String>> jobs)",
                            Limits::atMost)
                    .within(Duration.ofSeconds(15));

    static final Exercise<AskAll> ASK_ALL =
            Exercise.of(
                    "13.2",
                    "Patient, and few at a time",
                    AskAll.class,
                    "List<String> askAll(int n, int places, IntFunction<Call> request)",
                    Limits::askAll);

    static final List<Exercise<?>> EXERCISES = List.of(AT_MOST, ASK_ALL);

    private static final int PER_SECOND = 8; // that the server allows
    private static final Duration LATENCY = Duration.ofMillis(60); // in which requests meet

    private Limits() {}

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
                if (number == 2) {
                    throw new AssertionError("job 2 fails"); // no Exception, but an Error
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

    /** Two numbers of places, so that no fixed number will do. */
    private static void askAll(Check check, AskAll solution) throws Throwable {
        try (var service = GenreService.local()) {
            var client = new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(10)).build();
            try {
                for (int places : List.of(2, 3)) {
                    askAll(check, solution, places, service, client);
                }
                askAllWithAFailure(check, solution, service, client);
            } finally {
                client.dispatcher().cancelAll();
                client.dispatcher().executorService().shutdown();
                client.connectionPool().evictAll();
            }
        }
    }

    /**
     * The server allows a part of the requests in the first second. Whoever waits as long as he is
     * told is refused once or twice at each place; whoever asks again at once, or soon, far more
     * often.
     */
    private static void askAll(
            Check check, AskAll solution, int places, GenreService service, OkHttpClient client)
            throws Throwable {
        int n = PER_SECOND + 3 * places;
        var request = request(service, client);
        service.latency(Duration.ZERO);
        service.rateLimit(0);
        var expected = new ArrayList<String>();
        for (int seed = 0; seed < n; seed++) {
            try (var answer = request.apply(seed).execute()) {
                expected.add(answer.body().string());
            }
        }
        service.latency(LATENCY);
        service.rateLimit(PER_SECOND);
        service.resetCounters();
        var answers = solution.call(n, places, request);
        var seen = service.counters();
        check.equal("the answers", expected, answers);
        check.equal("most in flight", places, seen.mostInFlight());
        int refused = seen.answered(429);
        check.that(
                refused <= 4 * places,
                "with "
                        + places
                        + " places, the server said 429 "
                        + refused
                        + (refused == 1 ? " time" : " times")
                        + (refused <= 4 * places
                                ? ""
                                : ", and "
                                        + 4 * places
                                        + " times are enough if each place waits for a second after"
                                        + " a 429"));
        var pool = client.connectionPool();
        check.equal(
                "connections that an answer still holds, since nobody has closed it",
                0,
                pool.connectionCount() - pool.idleConnectionCount());
    }

    /** Another status than 429 is no answer, and nothing to wait for. */
    private static void askAllWithAFailure(
            Check check, AskAll solution, GenreService service, OkHttpClient client)
            throws Throwable {
        service.latency(Duration.ZERO);
        service.rateLimit(0);
        service.fault(1, Fault.status(500));
        boolean returned = false;
        try {
            solution.call(3, 2, request(service, client));
            returned = true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // It has to throw.
        }
        check.that(
                !returned,
                "where the server answered 500, your code "
                        + (returned ? "returned all the same" : "threw"));
    }

    private static IntFunction<Call> request(GenreService service, OkHttpClient client) {
        return seed -> client.newCall(new Request.Builder().url(service.url(seed)).build());
    }
}
