package workbench.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.checks.Loops.Loop;
import workbench.checks.Loops.Promise;

@Execution(ExecutionMode.CONCURRENT)
class PromisesTest {

    private static Promise<String> orElse(Promise<String> promise, String instead) {
        var end = new Promise<String>(promise.loop());
        promise.whenSettled(
                (value, failure) -> end.settle(failure == null ? value : instead, null));
        return end;
    }

    @TestFactory
    Stream<DynamicTest> orElse() {
        return Solutions.of(Promises.OR_ELSE)
                .right("a promise of its own", Loops.instead(PromisesTest::orElse))
                .wrong(
                        "the same promise",
                        "where it failed",
                        Loops.instead((promise, instead) -> promise))
                .wrong(
                        "nothing",
                        "not settled",
                        Loops.instead((promise, instead) -> new Promise<>(promise.loop())))
                .wrong("null", "not settled", Loops.instead((promise, instead) -> null))
                .wrong(
                        "always the other one",
                        "the value",
                        Loops.instead((promise, instead) -> {
                            var end = new Promise<String>(promise.loop());
                            promise.whenSettled((value, failure) -> end.settle(instead, null));
                            return end;
                        }))
                .wrong(
                        "settled at once",
                        "before anything has come",
                        Loops.instead((promise, instead) -> {
                            var end = new Promise<String>(promise.loop());
                            end.settle(instead, null);
                            return end;
                        }))
                .wrong(
                        "waits for the outcome",
                        "the call returned before anything had come: no",
                        Loops.instead((promise, instead) -> {
                            while (!promise.settled) {
                                Thread.sleep(1);
                            }
                            return orElse(promise, instead);
                        }))
                .wrong(
                        "waits and hears no interrupt",
                        "the call returned before anything had come: no",
                        Loops.instead((promise, instead) -> {
                            while (!promise.settled) {
                                LockSupport.parkNanos(1_000_000);
                            }
                            return orElse(promise, instead);
                        }))
                .wrong(
                        "throws",
                        "your code ended with IllegalStateException: no promise",
                        Loops.instead((promise, instead) -> {
                            throw new IllegalStateException("no promise");
                        }))
                .wrong(
                        "not for an Error",
                        "Error",
                        Loops.instead((promise, instead) -> {
                            var end = new Promise<String>(promise.loop());
                            promise.whenSettled((value, failure) -> {
                                if (failure == null) {
                                    end.settle(value, null);
                                } else if (failure instanceof Exception) {
                                    end.settle(instead, null);
                                }
                            });
                            return end;
                        }))
                .wrong(
                        "only the value of now",
                        "not settled",
                        Loops.instead((promise, instead) -> {
                            var end = new Promise<String>(promise.loop());
                            if (promise.settled) {
                                end.settle(promise.failure == null ? promise.value : instead, null);
                            }
                            return end;
                        }))
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
        return Solutions.of(Promises.AT_MOST)
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
                        "where job 4 throws at once: \"not settled\"",
                        Loops.jobs((loop, most, n, job) -> {
                            var jobs = new Jobs(loop, n, job);
                            jobs.throwing = true;
                            return jobs.begin(most);
                        }))
                .wrong(
                        "never settled where there is nothing to do",
                        "no jobs at all: \"not settled\"",
                        Loops.jobs((loop, most, n, job) ->
                                n == 0 ? new Promise<>(loop) : new Jobs(loop, n, job).begin(most)))
                .wrong(
                        "settled before the last is done",
                        "under way, 1 allowed: 8 items",
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
