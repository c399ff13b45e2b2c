package workbench.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Gatherers;
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

    @TestFactory
    Stream<DynamicTest> whatBecameOfRight() {
        return Solutions.of(Futures.WHAT_BECAME_OF)
                .right(
                        "a switch",
                        future ->
                                switch (future.state()) {
                                    case RUNNING -> "still running";
                                    case SUCCESS -> future.resultNow();
                                    case FAILED -> "failed: " + future.exceptionNow().getMessage();
                                    case CANCELLED -> "cancelled";
                                })
                .right(
                        "get, once it is done",
                        future -> {
                            if (!future.isDone()) {
                                return "still running";
                            }
                            if (future.isCancelled()) {
                                return "cancelled";
                            }
                            try {
                                return future.get();
                            } catch (ExecutionException e) {
                                return "failed: " + e.getCause().getMessage();
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> whatBecameOfWrong() {
        return Solutions.of(Futures.WHAT_BECAME_OF)
                .wrong("nothing", "of one that is running: ", future -> "")
                .wrong("waits", "it still ran after 5.00 s", Future::get)
                .wrong(
                        "cancelled is failed",
                        "of one that was cancelled",
                        future ->
                                switch (future.state()) {
                                    case RUNNING -> "still running";
                                    case SUCCESS -> future.resultNow();
                                    case FAILED -> "failed: " + future.exceptionNow().getMessage();
                                    case CANCELLED -> "failed: cancelled";
                                })
                .wrong(
                        "the wrapper's message",
                        "of a job that has failed",
                        future -> {
                            if (!future.isDone()) {
                                return "still running";
                            }
                            try {
                                return future.get();
                            } catch (ExecutionException e) {
                                return "failed: " + e.getMessage();
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> firstSuccessRight() {
        return Solutions.of(Futures.FIRST_SUCCESS)
                .right(
                        "allOf the steps",
                        futures -> {
                            var first = new CompletableFuture<String>();
                            var steps =
                                    futures.stream()
                                            .map(future -> future.thenAccept(first::complete))
                                            .toArray(CompletableFuture[]::new);
                            CompletableFuture.allOf(steps)
                                    .whenComplete((nothing, failure) -> {
                                        if (failure != null) {
                                            first.completeExceptionally(failure);
                                        }
                                    });
                            return first;
                        })
                .right("counted", futures -> counted(futures, new AtomicInteger()::incrementAndGet))
                .tests();
    }

    /** How the failures so far are counted. */
    private interface Count {
        int next();
    }

    private static CompletableFuture<String> counted(
            List<CompletableFuture<String>> futures, Count failed) {
        var first = new CompletableFuture<String>();
        for (var future : futures) {
            future.whenComplete((value, failure) -> {
                if (failure == null) {
                    first.complete(value);
                } else if (failed.next() == futures.size()) {
                    first.completeExceptionally(failure);
                }
            });
        }
        return first;
    }

    @TestFactory
    Stream<DynamicTest> firstSuccessWrong() {
        return Solutions.of(Futures.FIRST_SUCCESS)
                .wrong(
                        "a future of its own",
                        "what yours gets when one has succeeded",
                        futures -> new CompletableFuture<>())
                .wrong("null", "your future: none", futures -> null)
                .wrong(
                        "anyOf",
                        "yours is done when one has failed",
                        futures ->
                                CompletableFuture.anyOf(futures.toArray(CompletableFuture[]::new))
                                        .thenApply(value -> (String) value))
                .wrong(
                        "one after the other",
                        "it still ran after 10.0 s",
                        futures -> {
                            for (var future : futures) {
                                try {
                                    return CompletableFuture.completedFuture(future.get());
                                } catch (ExecutionException e) {
                                    continue;
                                }
                            }
                            return CompletableFuture.failedFuture(new IllegalStateException());
                        })
                .wrong(
                        "allOf the futures, asked too early",
                        "what yours gets when one has succeeded",
                        futures -> {
                            var first = new CompletableFuture<String>();
                            futures.forEach(future -> future.thenAccept(first::complete));
                            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                                    .whenComplete((nothing, failure) -> {
                                        if (failure != null) {
                                            first.completeExceptionally(failure);
                                        }
                                    });
                            return first;
                        })
                .wrong(
                        "never fails",
                        "what yours gets when all have failed: ",
                        futures -> {
                            var first = new CompletableFuture<String>();
                            futures.forEach(future -> future.thenAccept(first::complete));
                            return first;
                        })
                .wrong(
                        "counted without care",
                        "what yours gets when all fail at the same time",
                        futures -> {
                            int[] failed = {0};
                            return counted(
                                    futures,
                                    () -> {
                                        int before = failed[0];
                                        Thread.yield();
                                        failed[0] = before + 1;
                                        return failed[0];
                                    });
                        })
                .tests();
    }
}
