package workbench.checks;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.checks.Powers.AsTheyComplete;

@Execution(ExecutionMode.CONCURRENT)
class PowersTest {

    private static final String KEPT_BACK =
            "while job 0 still ran, all other results were told: no";

    private static List<Callable<List<BigInteger>>> pieces(
            int size, List<Integer> numbers, IntFunction<BigInteger> job) {
        var tasks = new ArrayList<Callable<List<BigInteger>>>();
        for (int from = 0; from < numbers.size(); from += size) {
            var piece = numbers.subList(from, Math.min(from + size, numbers.size()));
            tasks.add(() -> piece.stream().map(job::apply).toList());
        }
        return tasks;
    }

    private static List<BigInteger> together(List<Future<List<BigInteger>>> futures)
            throws Exception {
        var all = new ArrayList<BigInteger>();
        for (var future : futures) {
            all.addAll(future.get());
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> inPiecesRight() {
        return Solutions.of(Powers.IN_PIECES)
                .right(
                        "invokeAll",
                        (executor, size, numbers, job) ->
                                together(executor.invokeAll(pieces(size, numbers, job))))
                .right(
                        "submit",
                        (executor, size, numbers, job) ->
                                together(
                                        pieces(size, numbers, job).stream()
                                                .map(executor::submit)
                                                .toList()))
                .right(
                        "futures of its own",
                        (executor, size, numbers, job) ->
                                pieces(size, numbers, job).stream()
                                        .map(piece ->
                                                CompletableFuture.supplyAsync(
                                                        () -> called(piece), executor))
                                        .toList()
                                        .stream()
                                        .flatMap(future -> future.join().stream())
                                        .toList())
                .tests();
    }

    private static <T> T called(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> inPiecesWrong() {
        return Solutions.of(Powers.IN_PIECES)
                .wrong("nothing", "7 numbers in pieces of 3", (executor, size, n, job) -> List.of())
                .wrong(
                        "sequential",
                        "tasks: 0 instead of 3",
                        (executor, size, numbers, job) -> numbers.stream().map(job::apply).toList())
                .wrong(
                        "one task for each number",
                        "tasks: 7 instead of 3",
                        (executor, size, numbers, job) ->
                                together(executor.invokeAll(pieces(1, numbers, job))))
                .wrong(
                        "the last piece missing",
                        "7 numbers in pieces of 3: ",
                        (executor, size, numbers, job) ->
                                together(
                                        executor.invokeAll(
                                                pieces(
                                                        size,
                                                        numbers.subList(
                                                                0, numbers.size() / size * size),
                                                        job))))
                .wrong(
                        "one after the other",
                        "tasks at the same time: 1 instead of 3",
                        (executor, size, numbers, job) -> {
                            var all = new ArrayList<BigInteger>();
                            for (var piece : pieces(size, numbers, job)) {
                                all.addAll(executor.submit(piece).get());
                            }
                            return all;
                        })
                .wrong(
                        "numbers that are not neighbours",
                        "each done by one thread",
                        (executor, size, numbers, job) -> {
                            int count = (numbers.size() + size - 1) / size;
                            var powers = new BigInteger[numbers.size()];
                            var tasks = new ArrayList<Callable<Void>>();
                            for (int piece = 0; piece < count; piece++) {
                                int first = piece;
                                tasks.add(() -> {
                                    for (int k = first; k < powers.length; k += count) {
                                        powers[k] = job.apply(numbers.get(k));
                                    }
                                    return null;
                                });
                            }
                            executor.invokeAll(tasks);
                            return List.of(powers);
                        })
                .wrong(
                        "the executor closed",
                        "the executor is open afterwards: no",
                        (executor, size, numbers, job) -> {
                            try (executor) {
                                return together(executor.invokeAll(pieces(size, numbers, job)));
                            }
                        })
                .tests();
    }

    /** The notebook's way, on an executor of one's choice. */
    private static void completion(
            ExecutorService pool, List<Callable<String>> jobs, Consumer<String> told)
            throws Exception {
        var completion = new ExecutorCompletionService<String>(pool);
        jobs.forEach(completion::submit);
        for (var job : jobs) {
            told.accept(outcome(completion.take()));
        }
    }

    private static String outcome(Future<String> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return "failed: " + e.getCause().getMessage();
        }
    }

    private static String outcome(Callable<String> job) {
        try {
            return job.call();
        } catch (Exception e) {
            return "failed: " + e.getMessage();
        }
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteRight() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .right(
                        "a completion service",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(pool, jobs, told);
                            }
                        })
                .right("threads and two queues", threadsAndQueues())
                .right(
                        "futures that put themselves into a queue",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var done = new LinkedBlockingQueue<CompletableFuture<String>>();
                                for (var job : jobs) {
                                    var future =
                                            CompletableFuture.supplyAsync(() -> outcome(job), pool);
                                    future.whenComplete((result, no) -> done.add(future));
                                }
                                for (var job : jobs) {
                                    told.accept(done.take().join());
                                }
                            }
                        })
                .right(
                        "looks at all futures again and again",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var open = new ArrayList<Future<String>>();
                                jobs.forEach(job -> open.add(pool.submit(job)));
                                while (!open.isEmpty()) {
                                    for (var future : List.copyOf(open)) {
                                        if (future.isDone()) {
                                            open.remove(future);
                                            told.accept(outcome(future));
                                        }
                                    }
                                    Thread.onSpinWait();
                                }
                            }
                        })
                .right(
                        "a fork/join pool as executor",
                        (threads, jobs, told) -> {
                            try (var pool = new ForkJoinPool(threads)) {
                                var done = new LinkedBlockingQueue<String>();
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                                for (var job : jobs) {
                                    told.accept(done.take());
                                }
                            }
                        })
                .patient(
                        "waits for a day, and shuts down by hand",
                        (threads, jobs, told) -> {
                            var pool = Executors.newFixedThreadPool(threads);
                            var completion = new ExecutorCompletionService<String>(pool);
                            jobs.forEach(completion::submit);
                            pool.shutdown();
                            for (var job : jobs) {
                                told.accept(outcome(completion.poll(1, TimeUnit.DAYS)));
                            }
                            pool.awaitTermination(1, TimeUnit.DAYS);
                        })
                .tests();
    }

    private static AsTheyComplete threadsAndQueues() {
        return (threads, jobs, told) -> {
            var open = new ConcurrentLinkedQueue<>(jobs);
            var done = new LinkedBlockingQueue<String>();
            var hands = new ArrayList<Thread>();
            for (int i = 0; i < threads; i++) {
                hands.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (var job = open.poll(); job != null; job = open.poll()) {
                                        done.add(outcome(job));
                                    }
                                }));
            }
            for (var job : jobs) {
                told.accept(done.take());
            }
            for (var hand : hands) {
                hand.join();
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteWrongThreads() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .wrong("nothing", "told, sorted", (threads, jobs, told) -> {})
                .wrong(
                        "sequential",
                        "jobs at the same time: 1 instead of 3",
                        (threads, jobs, told) -> jobs.forEach(job -> told.accept(outcome(job))))
                .wrong(
                        "a thread each",
                        " instead of 3",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newCachedThreadPool()) {
                                completion(pool, jobs, told);
                            }
                        })
                .wrong(
                        "a virtual thread each, and a limit",
                        " instead of 3",
                        (threads, jobs, told) -> {
                            var permits = new Semaphore(threads);
                            Stream<Callable<String>> limited =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        permits.acquire();
                                                        try {
                                                            return job.call();
                                                        } finally {
                                                            permits.release();
                                                        }
                                                    });
                            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                                completion(pool, limited.toList(), told);
                            }
                        })
                .wrong(
                        "three threads always",
                        "threads: 3 instead of 2",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(3)) {
                                completion(pool, jobs, told);
                            }
                        })
                .wrong(
                        "one thread too few",
                        "jobs at the same time: 2 instead of 3",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads - 1)) {
                                completion(pool, jobs, told);
                            }
                        })
                .wrong(
                        "jobs dealt out beforehand",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var done = new LinkedBlockingQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (int hand = 0; hand < threads; hand++) {
                                    int first = hand;
                                    pool.execute(() -> {
                                        for (int i = first; i < jobs.size(); i += threads) {
                                            done.add(outcome(jobs.get(i)));
                                        }
                                    });
                                }
                                for (var job : jobs) {
                                    told.accept(done.take());
                                }
                            }
                        })
                .wrong(
                        "pool left open",
                        "your threads have ended: no",
                        (threads, jobs, told) -> {
                            var pool =
                                    Executors.newFixedThreadPool(
                                            threads, Thread.ofPlatform().daemon().factory());
                            CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS)
                                    .execute(pool::shutdown);
                            completion(pool, jobs, told);
                        })
                .wrong(
                        "told by the workers",
                        "results told on another thread than yours: 7 instead of 0",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> told.accept(outcome(job))));
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteWrongOrder() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .wrong(
                        "order of submission",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (var future : jobs.stream().map(pool::submit).toList()) {
                                    told.accept(outcome(future));
                                }
                            }
                        })
                .wrong(
                        "told at the end",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (var future : pool.invokeAll(jobs)) {
                                    told.accept(outcome(future));
                                }
                            }
                        })
                .wrong(
                        "told at the end, backwards",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                for (var future : pool.invokeAll(jobs).reversed()) {
                                    told.accept(outcome(future));
                                }
                            }
                        })
                .wrong(
                        "told at the end, in the order of their coming",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var done = new ConcurrentLinkedQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                            }
                            done.forEach(told);
                        })
                .wrong(
                        "failures kept back",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var failed = new ArrayList<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(
                                        pool,
                                        jobs,
                                        result -> {
                                            if (result.startsWith("failed")) {
                                                failed.add(result);
                                            } else {
                                                told.accept(result);
                                            }
                                        });
                            }
                            failed.forEach(told);
                        })
                .wrong(
                        "each told when the next one is there",
                        KEPT_BACK,
                        (threads, jobs, told) -> {
                            var held = new ArrayList<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(
                                        pool,
                                        jobs,
                                        result -> {
                                            held.add(result);
                                            if (held.size() > 1) {
                                                told.accept(held.removeFirst());
                                            }
                                        });
                            }
                            held.forEach(told);
                        })
                .wrong(
                        "sleeps, and tells then",
                        "told, sorted",
                        (threads, jobs, told) -> {
                            var done = new ConcurrentLinkedQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                                Thread.sleep(1_000);
                                done.forEach(told);
                            }
                        })
                .wrong(
                        "waits half a second for each",
                        "told, sorted",
                        (threads, jobs, told) -> {
                            var done = new LinkedBlockingQueue<String>();
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                jobs.forEach(job -> pool.execute(() -> done.add(outcome(job))));
                                for (var job : jobs) {
                                    told.accept("" + done.poll(500, TimeUnit.MILLISECONDS));
                                }
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> asTheyCompleteWrongFailures() {
        return Solutions.of(Powers.AS_THEY_COMPLETE)
                .wrong(
                        "first failure ends all",
                        "your code ended with I",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var completion = new ExecutorCompletionService<String>(pool);
                                jobs.forEach(completion::submit);
                                for (var job : jobs) {
                                    told.accept(completion.take().get());
                                }
                            }
                        })
                .wrong(
                        "one kind of failure",
                        "your code ended with IllegalStateException: job 4",
                        (threads, jobs, told) -> {
                            Stream<Callable<String>> caught =
                                    jobs.stream()
                                            .map(job ->
                                                    () -> {
                                                        try {
                                                            return job.call();
                                                        } catch (IOException e) {
                                                            return "failed: " + e.getMessage();
                                                        }
                                                    });
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var completion = new ExecutorCompletionService<String>(pool);
                                caught.forEach(completion::submit);
                                for (var job : jobs) {
                                    told.accept(completion.take().get());
                                }
                            }
                        })
                .wrong(
                        "the wrapping's message",
                        "failed: java.io.IOException: job 1",
                        (threads, jobs, told) -> {
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                var completion = new ExecutorCompletionService<String>(pool);
                                jobs.forEach(completion::submit);
                                for (var job : jobs) {
                                    try {
                                        told.accept(completion.take().get());
                                    } catch (ExecutionException e) {
                                        told.accept("failed: " + e.getMessage());
                                    }
                                }
                            }
                        })
                .wrong(
                        "failed ones tried again",
                        "times that a job was called: 9 instead of 7",
                        (threads, jobs, told) -> {
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
                            try (var pool = Executors.newFixedThreadPool(threads)) {
                                completion(pool, again.toList(), told);
                            }
                        })
                .tests();
    }
}
