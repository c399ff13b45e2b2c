package workbench.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The exercises of 20, Which one, when. */
public final class WhichOne {

    /** 20.1. */
    public interface FivePatterns {
        List<String> call() throws Throwable;
    }

    /** 20.2. */
    public interface Polite {
        Callable<String> call(Semaphore places, Callable<String> job) throws Throwable;
    }

    /** 20.3. */
    public interface WhatIsThere {
        List<String> call(int places, Duration deadline, List<Callable<String>> jobs)
                throws Throwable;
    }

    static final Exercise<FivePatterns> FIVE_PATTERNS =
            Exercise.of(
                            "20.1",
                            "Five cases",
                            FivePatterns.class,
                            "List<String> fivePatterns()",
                            WhichOne::fivePatterns)
                    .within(Duration.ofSeconds(5));

    static final Exercise<Polite> POLITE =
            Exercise.of(
                    "20.2",
                    "The other side sets the limit",
                    Polite.class,
                    "Callable<String> polite(Semaphore places, Callable<String> job)",
                    WhichOne::polite);

    static final Exercise<WhatIsThere> WHAT_IS_THERE =
            Exercise.of(
                            "20.3",
                            "What is there in time",
                            WhatIsThere.class,
                            "List<String> whatIsThere(int places, Duration deadline, "
                                    + "List<Callable<String>> jobs)",
                            WhichOne::whatIsThere)
                    .within(Duration.ofSeconds(15));

    static final List<Exercise<?>> EXERCISES = List.of(FIVE_PATTERNS, POLITE, WHAT_IS_THERE);

    private static final Set<String> PATTERNS =
            Set.of(
                    "oneByOne",
                    "allAtOnce",
                    "atATime",
                    "onAllCores",
                    "waitThenCompute",
                    "allOrNothing",
                    "byDeadline");

    private record Choice(String letter, String pattern, String hint) {
        String about(String answer) {
            if (pattern.equals(answer)) {
                return answer;
            }
            return answer == null || !PATTERNS.contains(answer)
                    ? "there is no pattern " + answer + ". Write its name alone, such as allAtOnce"
                    : answer + " is not the one. " + hint;
        }
    }

    private static final List<Choice> CHOICES =
            List.of(
                    new Choice(
                            "a",
                            "allOrNothing",
                            "What are the other answers worth after a failure?"),
                    new Choice("b", "onAllCores", "Does it wait, or does it compute?"),
                    new Choice("c", "atATime", "Who sets a limit here, and to what?"),
                    new Choice("d", "oneByOne", "How many are they?"),
                    new Choice("e", "byDeadline", "What is to be done about those that are late?"));

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration ENDLESS = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofSeconds(5); // that a check waits

    /** In which one too many would come in. */
    private static final Duration MOMENT = Duration.ofMillis(30);

    private WhichOne() {}

    private static void fivePatterns(Check check, FivePatterns solution) throws Throwable {
        var patterns = solution.call();
        check.equal("patterns", 5, patterns == null ? null : patterns.size());
        for (int i = 0; i < CHOICES.size(); i++) {
            var choice = CHOICES.get(i);
            var answer = patterns.get(i);
            check.that(
                    choice.pattern().equals(answer),
                    "case " + choice.letter() + ": " + choice.about(answer));
        }
    }

    private static void polite(Check check, Polite solution) throws Throwable {
        for (int limit : List.of(2, 3)) {
            atWork(check, solution, limit);
        }
        interrupted(check, solution);
    }

    /** Two callers share the places; the first jobs fail, more of them than there are places. */
    private static void atWork(Check check, Polite solution, int limit) throws Throwable {
        var places = new Semaphore(limit);
        var meeting = new Meeting(limit, Duration.ofSeconds(2));
        var tooMany = new AtomicInteger();
        var calls = new AtomicInteger();
        var now = new AtomicInteger();
        var failures =
                IntStream.rangeClosed(0, limit)
                        .mapToObj(number -> new IOException("job " + number + " fails"))
                        .toList();
        var tasks = new ArrayList<FutureTask<String>>();
        for (int i = 0; i < 4 * limit + 1; i++) {
            int number = i;
            var wrapped =
                    solution.call(
                            places,
                            () -> {
                                calls.incrementAndGet();
                                if (number <= limit) {
                                    throw failures.get(number);
                                }
                                tooMany.accumulateAndGet(now.incrementAndGet(), Math::max);
                                try {
                                    meeting.attend();
                                    Thread.sleep(MOMENT);
                                    return "result " + number;
                                } finally {
                                    now.decrementAndGet();
                                }
                            });
            check.that(wrapped != null, "polite returned " + (wrapped == null ? "null" : "a job"));
            check.equal("jobs that polite itself has called", 0, calls.get());
            check.equal("permits when polite has returned", limit, places.availablePermits());
            tasks.add(new FutureTask<>(wrapped));
        }
        for (int i = 0; i <= limit; i++) {
            tasks.get(i).run();
            failed(check, tasks.get(i), failures.get(i));
            check.equal("permits after a job that failed", limit, places.availablePermits());
        }
        tasks.subList(limit + 1, tasks.size()).forEach(Thread::startVirtualThread);
        for (int i = limit + 1; i < tasks.size(); i++) {
            check.equal("result", "result " + i, tasks.get(i).get());
        }
        check.equal(
                "at work at the same time",
                limit,
                tooMany.get() > limit ? tooMany.get() : meeting.most());
        check.equal("times that a job was called", tasks.size(), calls.get());
        check.equal("permits at the end", limit, places.availablePermits());
    }

    private static void failed(Check check, FutureTask<String> task, IOException thrown) {
        boolean returned = task.state() == Future.State.SUCCESS;
        var got = returned ? null : task.exceptionNow();
        var another = got instanceof IOException && !thrown.equals(got) ? "another " : "";
        check.that(
                thrown.equals(got),
                "around a job that throws IOException, the new job "
                        + (returned
                                ? "returns " + task.resultNow()
                                : "throws " + another + got.getClass().getSimpleName()));
    }

    /** Who never had a permit gives none back. */
    private static void interrupted(Check check, Polite solution) throws Throwable {
        var places = new Semaphore(0);
        var calls = new AtomicInteger();
        var wrapped = solution.call(places, () -> "call " + calls.incrementAndGet());
        var task = new FutureTask<String>(wrapped);
        var thread = Thread.startVirtualThread(task);
        for (int looks = 0; looks < 100 && !places.hasQueuedThreads(); looks++) {
            Thread.sleep(5);
        }
        thread.interrupt();
        boolean inTime = thread.join(MOST);
        var state = task.state();
        int permits = places.availablePermits();
        int called = calls.get();
        places.release(2);
        check.that(
                called == 0 && inTime && state == Future.State.FAILED,
                "interrupted while it waits for a permit, the job "
                        + (called > 0
                                ? "is done without one"
                                : !inTime
                                        ? "does not end"
                                        : state == Future.State.FAILED
                                                ? "throws"
                                                : "returns " + task.resultNow()));
        check.equal("permits, after one who never had one was interrupted", 0, permits);
    }

    private static void whatIsThere(Check check, WhatIsThere solution) throws Throwable {
        inTime(check, solution);
        late(check, solution);
    }

    /** Far from the deadline: all that can be done is done, and nobody waits for the deadline. */
    private static void inTime(Check check, WhatIsThere solution) throws Throwable {
        var round = new Download(2);
        var jobs =
                List.of(
                        round.good(0),
                        round.fails(1),
                        round.good(2),
                        round.recovers(3),
                        round.good(4),
                        round.cannotBeHelped());
        var there = solution.call(2, Duration.ofHours(1), jobs);
        check.equal("results", expected(6, 1, 5), there);
        round.look(check);
        check.equal("calls of a job that always throws IOException", 2, round.failures.get());
        check.equal("calls of a job that throws IllegalStateException", 1, round.others.get());
    }

    /** As many jobs as there are places never end by themselves, nor do two behind them. */
    private static void late(Check check, WhatIsThere solution) throws Throwable {
        var round = new Download(3);
        var jobs = new ArrayList<Callable<String>>();
        jobs.add(round.recovers(0));
        for (int i = 1; i < 7; i++) {
            jobs.add(round.good(i));
        }
        for (int i = 7; i < 12; i++) {
            jobs.add(round.endless());
        }
        var there = solution.call(3, DEADLINE, jobs);
        int left = round.atWork.get();
        check.equal("results at the deadline", expected(12, 7, 8, 9, 10, 11), there);
        check.equal("jobs still at work when it returns", 0, left);
        round.look(check);
        check.that(
                round.again.get() == 0,
                (round.again.get() == 0 ? "no" : "a")
                        + " job that was interrupted was called again");
    }

    private static List<String> expected(int n, Integer... missing) {
        var results = new ArrayList<String>();
        for (int i = 0; i < n; i++) {
            results.add(List.of(missing).contains(i) ? null : "page " + i);
        }
        return results;
    }

    /** Jobs that count how many are at work at the same time. */
    private static final class Download {
        private final int places;
        private final Meeting meeting;
        private final AtomicInteger atWork = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger again = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger others = new AtomicInteger();

        Download(int places) {
            this.places = places;
            meeting = new Meeting(places, Duration.ofMillis(200));
        }

        Callable<String> good(int number) {
            return () ->
                    counted(() -> {
                        meeting.attend();
                        Thread.sleep(MOMENT);
                        return "page " + number;
                    });
        }

        /** Fails the first time. */
        Callable<String> recovers(int number) {
            var calls = new AtomicInteger();
            return () ->
                    counted(() -> {
                        if (calls.incrementAndGet() == 1) {
                            throw new IOException("page " + number + " is not there yet");
                        }
                        return "page " + number;
                    });
        }

        Callable<String> fails(int number) {
            return () ->
                    counted(() -> {
                        failures.incrementAndGet();
                        throw new IOException("there is no page " + number);
                    });
        }

        /** Fails with what another try does not help against. */
        Callable<String> cannotBeHelped() {
            return () ->
                    counted(() -> {
                        others.incrementAndGet();
                        throw new IllegalStateException("not a page");
                    });
        }

        Callable<String> endless() {
            var calls = new AtomicInteger();
            return () ->
                    counted(() -> {
                        if (calls.incrementAndGet() > 1) {
                            again.incrementAndGet();
                        } else {
                            Thread.sleep(ENDLESS);
                        }
                        return "too late";
                    });
        }

        private String counted(Callable<String> job) throws Exception {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            try {
                return job.call();
            } finally {
                atWork.decrementAndGet();
            }
        }

        void look(Check check) {
            check.equal("at work at the same time", places, most.get());
        }
    }
}
