package workbench.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // solutions of readers close a pool by its name
class CancellingTest {

    private static int untilInterrupted(List<Runnable> steps, Runnable then) {
        int done = 0;
        for (var step : steps) {
            if (Thread.interrupted()) {
                then.run();
                return done;
            }
            step.run();
            done++;
        }
        return done;
    }

    @TestFactory
    Stream<DynamicTest> doStepsRight() {
        return Solutions.of(Cancelling.DO_STEPS)
                .right(
                        "a loop with an index",
                        steps -> {
                            int done = 0;
                            while (done < steps.size() && !Thread.currentThread().isInterrupted()) {
                                steps.get(done).run();
                                done++;
                            }
                            return done;
                        })
                .right(
                        "takes the flag down and raises it again",
                        steps -> untilInterrupted(steps, Thread.currentThread()::interrupt))
                .right(
                        "a stream",
                        steps ->
                                steps.stream()
                                        .takeWhile(step -> !Thread.currentThread().isInterrupted())
                                        .peek(Runnable::run)
                                        .mapToInt(step -> 1)
                                        .sum())
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> doStepsWrong() {
        return Solutions.of(Cancelling.DO_STEPS)
                .wrong("nothing", "steps that were done when nobody interrupts", steps -> 0)
                .wrong(
                        "deaf",
                        "steps that were done when step 3 of 6 is interrupted",
                        steps -> {
                            steps.forEach(Runnable::run);
                            return steps.size();
                        })
                .wrong(
                        "takes the flag down",
                        "whether the flag was up when step 3 of 6 is interrupted: false",
                        steps -> untilInterrupted(steps, () -> {}))
                .wrong(
                        "looks behind the step",
                        "when the thread is interrupted before the first",
                        steps -> {
                            int done = 0;
                            for (var step : steps) {
                                step.run();
                                done++;
                                if (Thread.currentThread().isInterrupted()) {
                                    break;
                                }
                            }
                            return done;
                        })
                .wrong(
                        "always raises the flag",
                        "whether the flag was up when nobody interrupts: true",
                        steps -> {
                            int done = 0;
                            while (done < steps.size() && !Thread.currentThread().isInterrupted()) {
                                steps.get(done++).run();
                            }
                            Thread.currentThread().interrupt();
                            return done;
                        })
                .wrong(
                        "throws",
                        "your code ended with IllegalStateException",
                        steps -> {
                            steps.forEach(Runnable::run);
                            if (Thread.currentThread().isInterrupted()) {
                                throw new IllegalStateException("interrupted");
                            }
                            return steps.size();
                        })
                .tests();
    }

    private static List<Future<String>> submit(
            ExecutorCompletionService<String> done, List<Callable<String>> jobs) {
        return jobs.stream().map(done::submit).toList();
    }

    private static Exception causeOf(ExecutionException e) {
        return e.getCause() instanceof Exception why ? why : e;
    }

    private static List<String> results(List<Future<String>> futures) {
        return futures.stream().map(Future::resultNow).toList();
    }

    /** How one waits for the futures of all jobs. */
    private interface Gathering {
        List<String> of(ExecutorCompletionService<String> done, List<Future<String>> futures)
                throws Exception;
    }

    /** Whatever fails while one waits, cancels all. */
    private static List<String> gathered(
            ExecutorService threads, List<Callable<String>> jobs, Gathering gathering)
            throws Exception {
        try (threads) {
            var done = new ExecutorCompletionService<String>(threads);
            var futures = submit(done, jobs);
            try {
                return gathering.of(done, futures);
            } catch (ExecutionException e) {
                futures.forEach(future -> future.cancel(true));
                throw causeOf(e);
            }
        }
    }

    private static List<String> gathered(List<Callable<String>> jobs, Gathering gathering)
            throws Exception {
        return gathered(Executors.newVirtualThreadPerTaskExecutor(), jobs, gathering);
    }

    private static List<String> completion(ExecutorService threads, List<Callable<String>> jobs)
            throws Exception {
        return gathered(
                threads,
                jobs,
                (done, futures) -> {
                    for (var job : jobs) {
                        done.take().get();
                    }
                    return results(futures);
                });
    }

    private static List<String> completion(List<Callable<String>> jobs) throws Exception {
        return completion(Executors.newVirtualThreadPerTaskExecutor(), jobs);
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingRight() {
        return Solutions.of(Cancelling.ALL_OR_NOTHING)
                .right("a completion service on virtual threads", CancellingTest::completion)
                .right(
                        "a completion service on platform threads",
                        jobs -> completion(Executors.newCachedThreadPool(), jobs))
                .right("threads that interrupt the others", CancellingTest::byThreads)
                .right(
                        "the job that fails stops the executor",
                        jobs -> {
                            var first = new AtomicReference<Exception>();
                            try (var threads = Executors.newFixedThreadPool(jobs.size())) {
                                var futures =
                                        jobs.stream()
                                                .map(job ->
                                                        threads.submit(() -> {
                                                            try {
                                                                return job.call();
                                                            } catch (Exception e) {
                                                                if (first.compareAndSet(null, e)) {
                                                                    threads.shutdownNow();
                                                                }
                                                                return null;
                                                            }
                                                        }))
                                                .toList();
                                threads.close();
                                if (first.get() != null) {
                                    throw first.get();
                                }
                                return results(futures);
                            }
                        })
                .patient(
                        "looks at all futures every few milliseconds",
                        jobs -> gathered(jobs, (done, futures) -> looking(futures, 5)))
                .patient(
                        "waits for a day",
                        jobs -> stops(jobs, threads -> threads.awaitTermination(1, TimeUnit.DAYS)))
                .tests();
    }

    private static List<String> byThreads(List<Callable<String>> jobs) throws Exception {
        var results = new String[jobs.size()];
        var threads = new Thread[jobs.size()];
        var first = new AtomicReference<Exception>();
        var begin = new CountDownLatch(1);
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            threads[i] =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    begin.await();
                                    results[number] = jobs.get(number).call();
                                } catch (Exception e) {
                                    if (first.compareAndSet(null, e)) {
                                        for (var thread : threads) {
                                            thread.interrupt();
                                        }
                                    }
                                }
                            });
        }
        begin.countDown();
        for (var thread : threads) {
            thread.join();
        }
        if (first.get() != null) {
            throw first.get();
        }
        return Arrays.asList(results);
    }

    private static List<String> looking(List<Future<String>> futures, int every) throws Exception {
        while (true) {
            for (var future : futures) {
                if (future.state() == Future.State.FAILED) {
                    futures.forEach(other -> other.cancel(true));
                    throw (Exception) future.exceptionNow();
                }
            }
            if (futures.stream().allMatch(Future::isDone)) {
                return results(futures);
            }
            Thread.sleep(every);
        }
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingWrongAll() {
        return Solutions.of(Cancelling.ALL_OR_NOTHING)
                .wrong("nothing", "results: 0 items", jobs -> List.of())
                .wrong(
                        "sequential",
                        "jobs at work at the same time: 1 instead of 120",
                        jobs -> {
                            var results = new ArrayList<String>();
                            for (var job : jobs) {
                                results.add(job.call());
                            }
                            return results;
                        })
                .wrong(
                        "three threads",
                        "jobs at work at the same time: 3 instead of 120",
                        jobs -> completion(Executors.newFixedThreadPool(3), jobs))
                .wrong(
                        "a hundred threads",
                        "jobs at work at the same time: 100 instead of 120",
                        jobs -> completion(Executors.newFixedThreadPool(100), jobs))
                .wrong(
                        "results in the order of their coming",
                        "results: first difference",
                        jobs ->
                                gathered(
                                        jobs,
                                        (done, futures) -> {
                                            var results = new ArrayList<String>();
                                            for (var job : jobs) {
                                                results.add(done.take().get());
                                            }
                                            return results;
                                        }))
                .wrong(
                        "sleeps instead of joining",
                        "your code ended with IllegalStateException",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                Thread.sleep(1_500);
                                return results(futures);
                            }
                        })
                .wrong(
                        "every job twice",
                        "times that a job was called: 240 instead of 120",
                        jobs -> {
                            Jobs.on(Executors.newVirtualThreadPerTaskExecutor(), jobs);
                            return completion(jobs);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingWrongNothing() {
        var tidied = "others that had been interrupted and had tidied up by then: ";
        var another = "when job 0 failed: \"another exception, ";
        return Solutions.of(Cancelling.ALL_OR_NOTHING)
                .wrong(
                        "does not interrupt",
                        tidied + "0 instead of 4",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var done = new ExecutorCompletionService<String>(threads);
                                var futures = submit(done, jobs);
                                for (var job : jobs) {
                                    done.take().get();
                                }
                                return results(futures);
                            } catch (ExecutionException e) {
                                throw causeOf(e);
                            }
                        })
                .wrong(
                        "completable futures that are cancelled",
                        tidied + "0 instead of 4",
                        CancellingTest::completableFutures)
                .wrong(
                        "does not wait for the others",
                        tidied + "0 instead of 4",
                        jobs -> stops(jobs, threads -> {}))
                .wrong(
                        "sleeps instead of waiting for the others",
                        tidied + "0 instead of 4",
                        jobs -> stops(jobs, threads -> Thread.sleep(1_000)))
                .wrong(
                        "waits a second for the others",
                        tidied + "0 instead of 4",
                        jobs ->
                                stops(
                                        jobs,
                                        threads -> threads.awaitTermination(1, TimeUnit.SECONDS)))
                .wrong(
                        "listens in order",
                        tidied + "0 instead of 3",
                        jobs ->
                                gathered(
                                        jobs,
                                        (done, futures) -> {
                                            var results = new ArrayList<String>();
                                            for (var future : futures) {
                                                results.add(future.get());
                                            }
                                            return results;
                                        }))
                .wrong(
                        "listens backwards",
                        tidied + "0 instead of 4",
                        jobs ->
                                gathered(
                                        jobs,
                                        (done, futures) -> {
                                            for (var future : futures.reversed()) {
                                                future.get();
                                            }
                                            return results(futures);
                                        }))
                .wrong(
                        "waits for all",
                        tidied + "0 instead of 4",
                        jobs -> {
                            var results = new ArrayList<String>();
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                for (var future : threads.invokeAll(jobs)) {
                                    results.add(future.get());
                                }
                            } catch (ExecutionException e) {
                                throw causeOf(e);
                            }
                            return results;
                        })
                .wrong(
                        "looks once a second",
                        tidied,
                        jobs -> gathered(jobs, (done, futures) -> looking(futures, 1_000)))
                .wrong(
                        "wrapped",
                        another + "ExecutionException: ",
                        jobs ->
                                caught(
                                        jobs,
                                        e -> {
                                            throw new ExecutionException(e);
                                        }))
                .wrong(
                        "a new exception with the same message",
                        another + "IllegalStateException: job 0 fails",
                        jobs ->
                                caught(
                                        jobs,
                                        e -> {
                                            throw new IllegalStateException(e.getMessage(), e);
                                        }))
                .wrong(
                        "one kind of exception",
                        another + "ClassCastException",
                        jobs ->
                                caught(
                                        jobs,
                                        e -> {
                                            throw (IOException)
                                                    new ExecutionException(e).getCause();
                                        }))
                .wrong(
                        "returns null when one fails",
                        "when job 0 failed: \"nothing, but it returned null\"",
                        jobs -> caught(jobs, e -> null))
                .wrong(
                        "the exception of one that was interrupted",
                        "another exception, InterruptedException",
                        CancellingTest::lastFailure)
                .tests();
    }

    /** What one makes of the failure. */
    private interface Caught {
        List<String> of(IllegalStateException failure) throws Exception;
    }

    private static List<String> caught(List<Callable<String>> jobs, Caught caught)
            throws Exception {
        try {
            return completion(jobs);
        } catch (IllegalStateException e) {
            return caught.of(e);
        }
    }

    private static List<String> stops(List<Callable<String>> jobs, Jobs.Wait wait)
            throws Exception {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var done = new ExecutorCompletionService<String>(threads);
        var futures = submit(done, jobs);
        try {
            for (var job : jobs) {
                done.take().get();
            }
            return results(futures);
        } catch (ExecutionException e) {
            throw causeOf(e);
        } finally {
            threads.shutdownNow();
            wait.on(threads);
        }
    }

    private static List<String> completableFutures(List<Callable<String>> jobs) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var failed = new CompletableFuture<String>();
            var futures =
                    jobs.stream()
                            .map(job ->
                                    CompletableFuture.supplyAsync(
                                            () -> {
                                                try {
                                                    return job.call();
                                                } catch (Exception e) {
                                                    failed.completeExceptionally(e);
                                                    throw new CompletionException(e);
                                                }
                                            },
                                            threads))
                            .toList();
            var all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
            try {
                CompletableFuture.anyOf(failed, all).get();
                return futures.stream().map(CompletableFuture::join).toList();
            } catch (ExecutionException e) {
                futures.forEach(future -> future.cancel(true));
                throw causeOf(e);
            }
        }
    }

    /** Interrupts and waits as it should, and throws what came last. */
    private static List<String> lastFailure(List<Callable<String>> jobs) throws Exception {
        var last = new AtomicReference<Exception>();
        var done = new LinkedBlockingQueue<Integer>();
        var tasks = new ArrayList<FutureTask<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var job : jobs) {
                tasks.add(
                        new FutureTask<>(() -> {
                            try {
                                return job.call();
                            } catch (Exception e) {
                                last.set(e);
                                throw e;
                            } finally {
                                done.add(1);
                            }
                        }));
            }
            tasks.forEach(threads::execute);
            for (int i = 0; i < jobs.size(); i++) {
                done.take();
                if (last.get() != null) {
                    threads.shutdownNow();
                }
            }
        }
        if (last.get() != null) {
            throw last.get();
        }
        return tasks.stream().map(FutureTask::resultNow).toList();
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingByHand() {
        return Solutions.of(Cancelling.ALL_OR_NOTHING)
                .right(
                        "a thread each and a queue",
                        jobs -> {
                            var tasks = jobs.stream().map(FutureTask::new).toList();
                            var ended = new LinkedBlockingQueue<FutureTask<String>>();
                            var threads =
                                    IntStream.range(0, jobs.size())
                                            .mapToObj(i ->
                                                    Thread.startVirtualThread(() -> {
                                                        tasks.get(i).run();
                                                        ended.add(tasks.get(i));
                                                    }))
                                            .toList();
                            Throwable failure = null;
                            for (int i = 0; i < jobs.size(); i++) {
                                var task = ended.take();
                                if (task.state() == Future.State.FAILED && failure == null) {
                                    failure = task.exceptionNow();
                                    threads.forEach(Thread::interrupt);
                                }
                            }
                            if (failure != null) {
                                throw failure;
                            }
                            return tasks.stream().map(FutureTask::resultNow).toList();
                        })
                .tests();
    }
}
