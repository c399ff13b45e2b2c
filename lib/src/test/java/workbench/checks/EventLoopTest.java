package workbench.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.checks.Loops.Loop;
import workbench.checks.Loops.Promise;

@Execution(ExecutionMode.CONCURRENT)
class EventLoopTest {

    private static void every(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            loop.after(
                    pause,
                    () -> {
                        callback.run();
                        every(loop, pause, times - 1, callback);
                    });
        }
    }

    private static void firstAtOnce(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            callback.run();
            loop.after(pause, () -> firstAtOnce(loop, pause, times - 1, callback));
        }
    }

    private static void onceTooOften(Loop loop, Duration pause, int times, Runnable callback) {
        loop.after(
                pause,
                () -> {
                    callback.run();
                    if (times > 0) {
                        onceTooOften(loop, pause, times - 1, callback);
                    }
                });
    }

    private static void sleeping(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            loop.soon(() -> {
                Thread.sleep(pause);
                callback.run();
                sleeping(loop, pause, times - 1, callback);
            });
        }
    }

    /** A pause that grows: it is counted twice. */
    private static void longer(Loop loop, Duration pause, int turn, int times, Runnable callback) {
        if (turn <= times) {
            loop.after(
                    pause.multipliedBy(turn),
                    () -> {
                        callback.run();
                        longer(loop, pause, turn + 1, times, callback);
                    });
        }
    }

    private static int left; // one count for all who call

    private static void oneCount(Loop loop, Duration pause, int times, Runnable callback) {
        left = times;
        class Turn {
            void next() {
                if (left > 0) {
                    left--;
                    loop.after(
                            pause,
                            () -> {
                                callback.run();
                                next();
                            });
                }
            }
        }
        new Turn().next();
    }

    @TestFactory
    Stream<DynamicTest> every() {
        return Solutions.of(EventLoop.EVERY)
                .right("a callback sets the next timer", Loops.timers(EventLoopTest::every))
                .right(
                        "all timers from the beginning on",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 1; i <= times; i++) {
                                loop.after(pause.multipliedBy(i), callback::run);
                            }
                        }))
                .right(
                        "an object that counts",
                        Loops.timers((loop, pause, times, callback) -> {
                            int[] todo = {times};
                            Loops.Callback[] turn = new Loops.Callback[1];
                            turn[0] =
                                    () -> {
                                        callback.run();
                                        if (--todo[0] > 0) {
                                            loop.after(pause, turn[0]);
                                        }
                                    };
                            if (times > 0) {
                                loop.after(pause, turn[0]);
                            }
                        }))
                .wrong("nothing", "what ran", Loops.timers((loop, pause, times, callback) -> {}))
                .wrong(
                        "sequential",
                        "before the loop runs",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                Thread.sleep(pause);
                                callback.run();
                            }
                        }))
                .wrong(
                        "all at the same moment",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                loop.after(pause, callback::run);
                            }
                        }))
                .wrong(
                        "first one at once",
                        "before the loop runs",
                        Loops.timers(EventLoopTest::firstAtOnce))
                .wrong(
                        "first one at once, by the loop",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                loop.after(pause.multipliedBy(i), callback::run);
                            }
                        }))
                .wrong("once too often", "what ran", Loops.timers(EventLoopTest::onceTooOften))
                .wrong(
                        "once at least",
                        "callbacks in all",
                        Loops.timers((loop, pause, times, callback) ->
                                every(loop, pause, Math.max(1, times), callback)))
                .wrong(
                        "three times always",
                        "what ran",
                        Loops.timers(
                                (loop, pause, times, callback) -> every(loop, pause, 3, callback)))
                .wrong(
                        "20 ms always",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) ->
                                every(loop, Duration.ofMillis(20), times, callback)))
                .wrong(
                        "a pause that grows",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) ->
                                longer(loop, pause, 1, times, callback)))
                .wrong(
                        "one count for all who call",
                        "what ran",
                        Loops.timers(EventLoopTest::oneCount))
                .wrong(
                        "runs the loop",
                        "before the loop runs",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                loop.after(pause, callback::run);
                                loop.run();
                            }
                        }))
                .wrong("sleeps in a callback", "what ran", Loops.timers(EventLoopTest::sleeping))
                .wrong(
                        "on another thread",
                        "",
                        Loops.timers((loop, pause, times, callback) ->
                                Thread.startVirtualThread(() -> {
                                    for (int i = 0; i < times; i++) {
                                        callback.run();
                                    }
                                })))
                .wrong(
                        "timers set by another thread",
                        "another thread than the loop's",
                        Loops.timers((loop, pause, times, callback) ->
                                Thread.startVirtualThread(() -> every(loop, pause, times, callback))
                                        .join()))
                .wrong(
                        "callbacks on another thread",
                        "another thread than the loop's",
                        Loops.timers((loop, pause, times, callback) ->
                                every(
                                        loop,
                                        pause,
                                        times,
                                        () -> {
                                            try {
                                                Thread.startVirtualThread(callback).join();
                                            } catch (InterruptedException e) {
                                                Thread.currentThread().interrupt();
                                            }
                                        })))
                .tests();
    }

    /** The jobs 0 to n - 1, so many at a time; what a wrong one does else is switched on. */
    private static class Jobs {
        final Promise<List<String>> all;
        final IntFunction<Promise<String>> job;
        final String[] results;
        int begun;
        int done;
        boolean afterFailure; // begins more after a failure
        boolean throwing; // does not catch what a job throws at once
        boolean byArrival; // results in the order in which they come
        boolean forgetful; // forgets failures

        Jobs(Loop loop, int n, IntFunction<Promise<String>> job) {
            this.all = new Promise<>(loop);
            this.job = job;
            this.results = new String[n];
        }

        Promise<List<String>> begin(int many) {
            if (results.length == 0) {
                all.settle(List.of(), null);
            }
            for (int i = 0; i < many; i++) {
                beginOne();
            }
            return all;
        }

        void beginOne() {
            if (begun == results.length || all.settled && !afterFailure) {
                return;
            }
            int mine = begun++;
            Promise<String> promise;
            try {
                promise = job.apply(mine);
            } catch (RuntimeException e) {
                if (throwing) {
                    throw e;
                }
                all.settle(null, e);
                return;
            }
            promise.whenSettled((value, failure) -> ended(mine, value, failure));
        }

        void ended(int mine, String value, Throwable failure) {
            results[byArrival ? done : mine] = value;
            if (failure != null && !forgetful) {
                all.settle(null, failure);
            } else if (++done == results.length) {
                all.settle(Arrays.asList(results), null);
            }
            beginOne();
        }
    }

    private static Promise<List<String>> round(
            Promise<List<String>> all,
            List<String> results,
            int n,
            int most,
            IntFunction<Promise<String>> job) {
        int from = results.size();
        int[] open = {Math.min(most, n - from)};
        if (open[0] == 0) {
            all.settle(results, null);
        }
        results.addAll(java.util.Collections.nCopies(open[0], ""));
        for (int i = from; i < results.size(); i++) {
            int mine = i;
            job.apply(i)
                    .whenSettled((value, failure) -> {
                        results.set(mine, value);
                        if (failure != null) {
                            all.settle(null, failure);
                        } else if (--open[0] == 0) {
                            round(all, results, n, most, job);
                        }
                    });
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> atMost() {
        return Solutions.of(EventLoop.AT_MOST)
                .right(
                        "each begins the next",
                        Loops.jobs((loop, most, n, job) -> new Jobs(loop, n, job).begin(most)))
                .right(
                        "begun by the loop",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            loop.soon(() -> jobs.begin(most));
                            return jobs.all;
                        }))
                .wrong(
                        "nothing",
                        "under way, 3 allowed",
                        Loops.jobs((loop, most, n, job) -> new Promise<>(loop)))
                .wrong("null", "under way, 3 allowed", Loops.jobs((loop, most, n, job) -> null))
                .wrong(
                        "sequential",
                        "under way, 3 allowed",
                        Loops.jobs((loop, most, n, job) -> new Jobs(loop, n, job).begin(1)))
                .wrong(
                        "all at once",
                        "under way, 3 allowed",
                        Loops.jobs((loop, most, n, job) -> new Jobs(loop, n, job).begin(n)))
                .wrong(
                        "three always",
                        "under way, 1 allowed",
                        Loops.jobs((loop, most, n, job) -> new Jobs(loop, n, job).begin(3)))
                .wrong(
                        "one too many",
                        "under way, 3 allowed",
                        Loops.jobs((loop, most, n, job) -> new Jobs(loop, n, job).begin(most + 1)))
                .wrong(
                        "in rounds",
                        "under way, 3 allowed",
                        Loops.jobs((loop, most, n, job) ->
                                round(new Promise<>(loop), new ArrayList<>(), n, most, job)))
                .wrong(
                        "order of completion",
                        "the results",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            jobs.byArrival = true;
                            return jobs.begin(most);
                        }))
                .wrong(
                        "failure forgotten",
                        "where job 4 fails",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            jobs.forgetful = true;
                            return jobs.begin(most);
                        }))
                .wrong(
                        "begins more after a failure",
                        "begun after the failure, where job 4",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            jobs.afterFailure = true;
                            return jobs.begin(most);
                        }))
                .wrong(
                        "lets fall what a job throws at once",
                        "where job 4 throws at once: not settled",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            jobs.throwing = true;
                            return jobs.begin(most);
                        }))
                .wrong(
                        "never settled where there is nothing to do",
                        "no jobs at all: not settled",
                        Loops.jobs((loop, most, n, job) ->
                                n == 0 ? new Promise<>(loop) : new Jobs(loop, n, job).begin(most)))
                .wrong(
                        "settled before the last is done",
                        "the results",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            jobs.done = 1;
                            return jobs.begin(most);
                        }))
                .wrong(
                        "jobs begun on another thread",
                        "another thread than the loop's",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            Thread.startVirtualThread(() -> jobs.begin(most)).join();
                            return jobs.all;
                        }))
                .tests();
    }
}
