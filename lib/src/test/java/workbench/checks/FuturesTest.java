package workbench.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // solutions of readers close a pool by its name
class FuturesTest {

    private static String orNull(Callable<String> job) {
        try {
            return job.call();
        } catch (Exception e) {
            return null;
        }
    }

    private static <T> T orNull(Future<T> future) {
        return future.state() == Future.State.SUCCESS ? future.resultNow() : null;
    }

    private static List<String> on(ExecutorService threads, List<Callable<String>> jobs)
            throws InterruptedException {
        try (threads) {
            return threads.invokeAll(jobs).stream().map(FuturesTest::orNull).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> atMostRight() {
        return Solutions.of(Futures.AT_MOST)
                .right(
                        "a fixed pool",
                        (limit, jobs) -> on(Executors.newFixedThreadPool(limit), jobs))
                .right(
                        "a fork/join pool",
                        (limit, jobs) -> on(Executors.newWorkStealingPool(limit), jobs))
                .right(
                        "virtual threads and permits",
                        (limit, jobs) -> {
                            var permits = new Semaphore(limit);
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures =
                                        jobs.stream()
                                                .map(job ->
                                                        threads.submit(() -> {
                                                            permits.acquire();
                                                            try {
                                                                return job.call();
                                                            } finally {
                                                                permits.release();
                                                            }
                                                        }))
                                                .toList();
                                var results = new ArrayList<String>();
                                for (var future : futures) {
                                    results.add(orNull(future::get));
                                }
                                return results;
                            }
                        })
                .right(
                        "the caller takes the permits",
                        (limit, jobs) -> {
                            var permits = new Semaphore(limit);
                            var results = new String[jobs.size()];
                            for (int i = 0; i < results.length; i++) {
                                int number = i;
                                permits.acquire();
                                Thread.startVirtualThread(() -> {
                                    results[number] = orNull(jobs.get(number));
                                    permits.release();
                                });
                            }
                            permits.acquire(limit);
                            return Arrays.asList(results);
                        })
                .right(
                        "threads that take the next job",
                        (limit, jobs) -> {
                            var results = new String[jobs.size()];
                            var next = new AtomicInteger();
                            var threads = new ArrayList<Thread>();
                            for (int i = 0; i < limit; i++) {
                                threads.add(
                                        Thread.ofPlatform()
                                                .start(() -> {
                                                    for (int job = next.getAndIncrement();
                                                            job < results.length;
                                                            job = next.getAndIncrement()) {
                                                        results[job] = orNull(jobs.get(job));
                                                    }
                                                }));
                            }
                            for (var thread : threads) {
                                thread.join();
                            }
                            return Arrays.asList(results);
                        })
                .right(
                        "completable futures",
                        (limit, jobs) -> {
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                return jobs.stream()
                                        .map(job ->
                                                CompletableFuture.supplyAsync(
                                                        () -> orNull(job), threads))
                                        .toList()
                                        .stream()
                                        .map(CompletableFuture::join)
                                        .toList();
                            }
                        })
                .patient(
                        "waits for an hour",
                        (limit, jobs) -> {
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                return futures.stream()
                                        .map(future -> orNull(() -> future.get(1, TimeUnit.HOURS)))
                                        .toList();
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> atMostWrongLimits() {
        return Solutions.of(Futures.AT_MOST)
                .wrong("nothing", "results: 0 items", (limit, jobs) -> List.of())
                .wrong("null", "results: null", (limit, jobs) -> null)
                .wrong(
                        "sequential",
                        "at work at the same time: 1 instead of 3",
                        (limit, jobs) -> jobs.stream().map(FuturesTest::orNull).toList())
                .wrong(
                        "always three",
                        "at work at the same time: 3 instead of 5",
                        (limit, jobs) -> on(Executors.newFixedThreadPool(3), jobs))
                .wrong(
                        "no limit",
                        " instead of 3",
                        (limit, jobs) -> on(Executors.newVirtualThreadPerTaskExecutor(), jobs))
                .wrong(
                        "one place too many",
                        "at work at the same time: 4 instead of 3",
                        (limit, jobs) -> on(Executors.newFixedThreadPool(limit + 1), jobs))
                .wrong(
                        "one place too few",
                        "at work at the same time: 2 instead of 3",
                        (limit, jobs) -> on(Executors.newFixedThreadPool(limit - 1), jobs))
                .wrong(
                        "in groups",
                        "at work at the same time: 2 instead of 3",
                        (limit, jobs) -> {
                            var results = new ArrayList<String>();
                            for (int i = 0; i < jobs.size(); i += limit) {
                                var group = jobs.subList(i, Math.min(i + limit, jobs.size()));
                                results.addAll(
                                        on(Executors.newVirtualThreadPerTaskExecutor(), group));
                            }
                            return results;
                        })
                .wrong(
                        "dealt out beforehand",
                        "jobs that had a place waited for it",
                        (limit, jobs) -> {
                            var results = new String[jobs.size()];
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                for (int thread = 0; thread < limit; thread++) {
                                    int first = thread;
                                    threads.execute(() -> {
                                        for (int i = first; i < results.length; i += limit) {
                                            results[i] = orNull(jobs.get(i));
                                        }
                                    });
                                }
                            }
                            return Arrays.asList(results);
                        })
                .wrong(
                        "mapConcurrent",
                        "jobs that had a place waited for it",
                        (limit, jobs) ->
                                jobs.stream()
                                        .gather(Gatherers.mapConcurrent(limit, FuturesTest::orNull))
                                        .toList())
                .wrong(
                        "a parallel stream",
                        "at work at the same time",
                        (limit, jobs) -> jobs.parallelStream().map(FuturesTest::orNull).toList())
                .wrong(
                        "sleeps instead of joining",
                        "results: ",
                        (limit, jobs) -> {
                            var results = new String[jobs.size()];
                            var threads = Executors.newFixedThreadPool(limit);
                            for (int i = 0; i < results.length; i++) {
                                int number = i;
                                threads.execute(() -> results[number] = orNull(jobs.get(number)));
                            }
                            threads.shutdown();
                            Thread.sleep(2_000);
                            return Arrays.asList(results.clone());
                        })
                .wrong(
                        "waits two seconds for the end",
                        "results: ",
                        (limit, jobs) -> {
                            var results = new String[jobs.size()];
                            var threads = Executors.newFixedThreadPool(limit);
                            for (int i = 0; i < results.length; i++) {
                                int number = i;
                                threads.execute(() -> results[number] = orNull(jobs.get(number)));
                            }
                            threads.shutdown();
                            threads.awaitTermination(2, TimeUnit.SECONDS);
                            return Arrays.asList(results.clone());
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> atMostWrongFailures() {
        return Solutions.of(Futures.AT_MOST)
                .wrong(
                        "failures left out",
                        "results: 12 items instead of 16 items",
                        (limit, jobs) -> {
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                return threads.invokeAll(jobs).stream()
                                        .filter(future -> future.state() == Future.State.SUCCESS)
                                        .map(Future::resultNow)
                                        .toList();
                            }
                        })
                .wrong(
                        "first failure ends it",
                        "your code ended with IOException: job 0 fails",
                        (limit, jobs) -> {
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                var results = new ArrayList<String>();
                                for (var future : threads.invokeAll(jobs)) {
                                    results.add(future.get());
                                }
                                return results;
                            }
                        })
                .wrong(
                        "one kind of failure",
                        "your code ended with IllegalStateException: job 1 fails",
                        (limit, jobs) -> {
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                var futures =
                                        jobs.stream()
                                                .map(job ->
                                                        threads.submit(() -> {
                                                            try {
                                                                return job.call();
                                                            } catch (IOException e) {
                                                                return null;
                                                            }
                                                        }))
                                                .toList();
                                var results = new ArrayList<String>();
                                for (var future : futures) {
                                    results.add(future.get());
                                }
                                return results;
                            }
                        })
                .wrong(
                        "a permit kept on failure",
                        "it still ran after 15.0 s",
                        (limit, jobs) -> {
                            var permits = new Semaphore(limit);
                            Stream<Callable<String>> limited =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        permits.acquire();
                                                        var result = job.call();
                                                        permits.release();
                                                        return result;
                                                    });
                            return on(
                                    Executors.newVirtualThreadPerTaskExecutor(), limited.toList());
                        })
                .wrong(
                        "a text for what failed",
                        "first difference at index 0",
                        (limit, jobs) ->
                                on(Executors.newFixedThreadPool(limit), jobs).stream()
                                        .map(String::valueOf)
                                        .toList())
                .wrong(
                        "failed ones tried again",
                        "times that a job was called: 20 instead of 16",
                        (limit, jobs) -> {
                            Stream<Callable<String>> again =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        try {
                                                            return job.call();
                                                        } catch (Exception e) {
                                                            return job.call();
                                                        }
                                                    });
                            return on(Executors.newFixedThreadPool(limit), again.toList());
                        })
                .wrong(
                        "the order of their coming",
                        "results: ",
                        (limit, jobs) -> {
                            var results = new ConcurrentLinkedQueue<String>();
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                for (var job : jobs) {
                                    threads.execute(() -> results.add("" + orNull(job)));
                                }
                            }
                            return results.stream()
                                    .map(result -> result.equals("null") ? null : result)
                                    .toList();
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

    private static List<String> completion(ExecutorService threads, List<Callable<String>> jobs)
            throws Exception {
        try (threads) {
            var done = new ExecutorCompletionService<String>(threads);
            var futures = submit(done, jobs);
            try {
                for (var job : jobs) {
                    done.take().get();
                }
                return futures.stream().map(Future::resultNow).toList();
            } catch (ExecutionException e) {
                futures.forEach(future -> future.cancel(true));
                throw causeOf(e);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingRight() {
        return Solutions.of(Futures.ALL_OR_NOTHING)
                .right(
                        "a completion service on virtual threads",
                        jobs -> completion(Executors.newVirtualThreadPerTaskExecutor(), jobs))
                .right(
                        "a completion service on platform threads",
                        jobs -> completion(Executors.newCachedThreadPool(), jobs))
                .right("threads that interrupt the others", FuturesTest::byThreads)
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
                                return futures.stream().map(Future::resultNow).toList();
                            }
                        })
                .patient(
                        "looks at all futures every few milliseconds",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                return looking(futures, 5);
                            }
                        })
                .patient(
                        "waits for a day",
                        jobs -> {
                            var threads = Executors.newVirtualThreadPerTaskExecutor();
                            var done = new ExecutorCompletionService<String>(threads);
                            var futures = submit(done, jobs);
                            try {
                                for (var job : jobs) {
                                    done.poll(1, TimeUnit.DAYS).get();
                                }
                                return futures.stream().map(Future::resultNow).toList();
                            } catch (ExecutionException e) {
                                throw causeOf(e);
                            } finally {
                                threads.shutdownNow();
                                threads.awaitTermination(1, TimeUnit.DAYS);
                            }
                        })
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
                return futures.stream().map(Future::resultNow).toList();
            }
            Thread.sleep(every);
        }
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingWrongAll() {
        return Solutions.of(Futures.ALL_OR_NOTHING)
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
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var done = new ExecutorCompletionService<String>(threads);
                                var futures = submit(done, jobs);
                                var results = new ArrayList<String>();
                                try {
                                    for (var job : jobs) {
                                        results.add(done.take().get());
                                    }
                                    return results;
                                } catch (ExecutionException e) {
                                    futures.forEach(future -> future.cancel(true));
                                    throw causeOf(e);
                                }
                            }
                        })
                .wrong(
                        "sleeps instead of joining",
                        "your code ended with IllegalStateException",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                Thread.sleep(1_500);
                                return futures.stream().map(Future::resultNow).toList();
                            }
                        })
                .wrong(
                        "every job twice",
                        "times that a job was called: 240 instead of 120",
                        jobs -> {
                            on(Executors.newVirtualThreadPerTaskExecutor(), jobs);
                            return completion(Executors.newVirtualThreadPerTaskExecutor(), jobs);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> allOrNothingWrongNothing() {
        var tidied = "others that had been interrupted and had tidied up by then: ";
        var another = "when job 0 failed: \"another exception, ";
        return Solutions.of(Futures.ALL_OR_NOTHING)
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
                                return futures.stream().map(Future::resultNow).toList();
                            } catch (ExecutionException e) {
                                throw causeOf(e);
                            }
                        })
                .wrong(
                        "completable futures that are cancelled",
                        tidied + "0 instead of 4",
                        FuturesTest::completableFutures)
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
                        "when job 3 failed",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                try {
                                    var results = new ArrayList<String>();
                                    for (var future : futures) {
                                        results.add(future.get());
                                    }
                                    return results;
                                } catch (ExecutionException e) {
                                    futures.forEach(future -> future.cancel(true));
                                    throw causeOf(e);
                                }
                            }
                        })
                .wrong(
                        "listens backwards",
                        "when job 0 failed",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                try {
                                    for (var future : futures.reversed()) {
                                        future.get();
                                    }
                                    return futures.stream().map(Future::resultNow).toList();
                                } catch (ExecutionException e) {
                                    futures.forEach(future -> future.cancel(true));
                                    throw causeOf(e);
                                }
                            }
                        })
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
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var futures = jobs.stream().map(threads::submit).toList();
                                return looking(futures, 1_000);
                            }
                        })
                .wrong(
                        "wrapped",
                        another + "ExecutionException: ",
                        jobs -> {
                            try {
                                return completion(
                                        Executors.newVirtualThreadPerTaskExecutor(), jobs);
                            } catch (IllegalStateException e) {
                                throw new ExecutionException(e);
                            }
                        })
                .wrong(
                        "a new exception with the same message",
                        another + "IllegalStateException: job 0 fails",
                        jobs -> {
                            try {
                                return completion(
                                        Executors.newVirtualThreadPerTaskExecutor(), jobs);
                            } catch (IllegalStateException e) {
                                throw new IllegalStateException(e.getMessage(), e);
                            }
                        })
                .wrong(
                        "one kind of exception",
                        another + "ClassCastException",
                        jobs -> {
                            try {
                                return completion(
                                        Executors.newVirtualThreadPerTaskExecutor(), jobs);
                            } catch (IllegalStateException e) {
                                throw (IOException) new ExecutionException(e).getCause();
                            }
                        })
                .wrong(
                        "returns null when one fails",
                        "when job 0 failed: \"nothing, but it returned null\"",
                        jobs -> {
                            try {
                                return completion(
                                        Executors.newVirtualThreadPerTaskExecutor(), jobs);
                            } catch (IllegalStateException e) {
                                return null;
                            }
                        })
                .wrong(
                        "the exception of one that was interrupted",
                        "another exception, InterruptedException",
                        FuturesTest::lastFailure)
                .tests();
    }

    /** How one waits for the others. */
    private interface Wait {
        void on(ExecutorService threads) throws InterruptedException;
    }

    private static List<String> stops(List<Callable<String>> jobs, Wait wait) throws Exception {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var done = new ExecutorCompletionService<String>(threads);
        var futures = submit(done, jobs);
        try {
            for (var job : jobs) {
                done.take().get();
            }
            return futures.stream().map(Future::resultNow).toList();
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
        return Solutions.of(Futures.ALL_OR_NOTHING)
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
