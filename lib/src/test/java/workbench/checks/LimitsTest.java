package workbench.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
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
import java.util.function.IntFunction;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Response;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // solutions of readers close a pool by its name
class LimitsTest {
    private static final Queue<Response> OPEN = new ConcurrentLinkedQueue<>();

    @TestFactory
    Stream<DynamicTest> atMostRight() {
        return Solutions.of(Limits.AT_MOST)
                .right(
                        "a fixed pool",
                        (limit, jobs) -> Jobs.on(Executors.newFixedThreadPool(limit), jobs))
                .right(
                        "a fork/join pool",
                        (limit, jobs) -> Jobs.on(Executors.newWorkStealingPool(limit), jobs))
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
                                    results.add(Jobs.orNull(future::get));
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
                                    results[number] = Jobs.orNull(jobs.get(number));
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
                                                        results[job] = Jobs.orNull(jobs.get(job));
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
                                                        () -> Jobs.orNull(job), threads))
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
                                        .map(future ->
                                                Jobs.orNull(() -> future.get(1, TimeUnit.HOURS)))
                                        .toList();
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> atMostWrongLimits() {
        return Solutions.of(Limits.AT_MOST)
                .wrong("nothing", "results: 0 items", (limit, jobs) -> List.of())
                .wrong("null", "results: null", (limit, jobs) -> null)
                .wrong(
                        "sequential",
                        "at work at the same time: 1 instead of 3",
                        (limit, jobs) -> jobs.stream().map(Jobs::orNull).toList())
                .wrong(
                        "always three",
                        "at work at the same time: 3 instead of 5",
                        (limit, jobs) -> Jobs.on(Executors.newFixedThreadPool(3), jobs))
                .wrong(
                        "no limit",
                        " instead of 3",
                        (limit, jobs) -> Jobs.on(Executors.newVirtualThreadPerTaskExecutor(), jobs))
                .wrong(
                        "one place too many",
                        "at work at the same time: 4 instead of 3",
                        (limit, jobs) -> Jobs.on(Executors.newFixedThreadPool(limit + 1), jobs))
                .wrong(
                        "one place too few",
                        "at work at the same time: 2 instead of 3",
                        (limit, jobs) -> Jobs.on(Executors.newFixedThreadPool(limit - 1), jobs))
                .wrong(
                        "in groups",
                        "at work at the same time: 2 instead of 3",
                        (limit, jobs) -> {
                            var results = new ArrayList<String>();
                            for (int i = 0; i < jobs.size(); i += limit) {
                                var group = jobs.subList(i, Math.min(i + limit, jobs.size()));
                                results.addAll(
                                        Jobs.on(
                                                Executors.newVirtualThreadPerTaskExecutor(),
                                                group));
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
                                            results[i] = Jobs.orNull(jobs.get(i));
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
                                        .gather(Gatherers.mapConcurrent(limit, Jobs::orNull))
                                        .toList())
                .wrong(
                        "a parallel stream",
                        "at work at the same time",
                        (limit, jobs) -> jobs.parallelStream().map(Jobs::orNull).toList())
                .wrong(
                        "sleeps instead of joining",
                        "results: ",
                        (limit, jobs) -> waiting(limit, jobs, threads -> Thread.sleep(2_000)))
                .wrong(
                        "waits two seconds for the end",
                        "results: ",
                        (limit, jobs) ->
                                waiting(
                                        limit,
                                        jobs,
                                        threads -> threads.awaitTermination(2, TimeUnit.SECONDS)))
                .tests();
    }

    private static List<String> waiting(int limit, List<Callable<String>> jobs, Jobs.Wait wait)
            throws InterruptedException {
        return Jobs.after(
                Executors.newFixedThreadPool(limit),
                jobs.size(),
                i -> Jobs.orNull(jobs.get(i)),
                wait);
    }

    @TestFactory
    Stream<DynamicTest> atMostWrongFailures() {
        return Solutions.of(Limits.AT_MOST)
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
                        (limit, jobs) ->
                                orNullAfter(
                                        IOException.class,
                                        Executors.newFixedThreadPool(limit),
                                        jobs))
                .wrong(
                        "exceptions only",
                        "your code ended with AssertionError: job 2 fails",
                        (limit, jobs) ->
                                orNullAfter(
                                        Exception.class, Executors.newFixedThreadPool(limit), jobs))
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
                            return Jobs.on(
                                    Executors.newVirtualThreadPerTaskExecutor(), limited.toList());
                        })
                .wrong(
                        "a text for what failed",
                        "first difference at index 0",
                        (limit, jobs) ->
                                Jobs.on(Executors.newFixedThreadPool(limit), jobs).stream()
                                        .map(String::valueOf)
                                        .toList())
                .wrong(
                        "failed ones tried again",
                        "times that a job was called: 19 instead of 16",
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
                            return Jobs.on(Executors.newFixedThreadPool(limit), again.toList());
                        })
                .wrong(
                        "the order of their coming",
                        "results: ",
                        (limit, jobs) -> {
                            var results = new ConcurrentLinkedQueue<String>();
                            try (var threads = Executors.newFixedThreadPool(limit)) {
                                for (var job : jobs) {
                                    threads.execute(() -> results.add("" + Jobs.orNull(job)));
                                }
                            }
                            return results.stream()
                                    .map(result -> result.equals("null") ? null : result)
                                    .toList();
                        })
                .tests();
    }

    private static String patient(IntFunction<Call> request, int seed) throws Exception {
        while (true) {
            try (var answer = request.apply(seed).execute()) {
                if (answer.code() != 429) {
                    return body(answer);
                }
            }
            Thread.sleep(1_000);
        }
    }

    private static String body(Response answer) throws IOException {
        if (!answer.isSuccessful()) {
            throw new IOException("the server answered " + answer.code());
        }
        return answer.body().string();
    }

    private static List<String> limited(int n, int places, IntFunction<Callable<String>> job)
            throws Exception {
        try (var threads = Executors.newFixedThreadPool(places)) {
            var jobs = IntStream.range(0, n).mapToObj(job).toList();
            var results = new ArrayList<String>();
            for (var future : threads.invokeAll(jobs)) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** Null for what failed so; another failure comes out. */
    private static List<String> orNullAfter(
            Class<? extends Exception> failure,
            ExecutorService executor,
            List<Callable<String>> jobs)
            throws Exception {
        try (executor) {
            var results = new ArrayList<String>();
            for (var future : executor.invokeAll(jobs)) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    if (!failure.isInstance(e.getCause())) {
                        throw e;
                    }
                    results.add(null);
                }
            }
            return results;
        }
    }

    @TestFactory
    Stream<DynamicTest> askAllRight() {
        return Solutions.of(Limits.ASK_ALL)
                .right(
                        "a pool",
                        (n, places, request) ->
                                limited(n, places, seed -> () -> patient(request, seed)))
                .right(
                        "mapConcurrent",
                        (n, places, request) ->
                                IntStream.range(0, n)
                                        .boxed()
                                        .gather(
                                                Gatherers.mapConcurrent(
                                                        places,
                                                        seed -> {
                                                            try {
                                                                return patient(request, seed);
                                                            } catch (Exception e) {
                                                                throw new IllegalStateException(e);
                                                            }
                                                        }))
                                        .toList())
                .right(
                        "permits before the thread",
                        (n, places, request) -> {
                            var permits = new Semaphore(places);
                            var futures = new ArrayList<Future<String>>();
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                for (int i = 0; i < n; i++) {
                                    int seed = i;
                                    permits.acquire();
                                    futures.add(
                                            threads.submit(() -> {
                                                try {
                                                    return patient(request, seed);
                                                } finally {
                                                    permits.release();
                                                }
                                            }));
                                }
                            }
                            var answers = new ArrayList<String>();
                            for (var future : futures) {
                                answers.add(future.get());
                            }
                            return answers;
                        })
                .right(
                        "a thread for each, permits in the task",
                        (n, places, request) -> {
                            var permits = new Semaphore(places);
                            return limited(
                                    n,
                                    n,
                                    seed ->
                                            () -> {
                                                while (true) {
                                                    permits.acquire();
                                                    try (var answer =
                                                            request.apply(seed).execute()) {
                                                        if (answer.code() != 429) {
                                                            return body(answer);
                                                        }
                                                        Thread.sleep(1_000);
                                                    } finally {
                                                        permits.release();
                                                    }
                                                }
                                            });
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> askAllWrong() {
        return Solutions.of(Limits.ASK_ALL)
                .wrong("nothing", "the answers: 0 items", (n, places, request) -> List.of())
                .wrong(
                        "sequential",
                        "most in flight: 1 instead of 2",
                        (n, places, request) -> {
                            var answers = new ArrayList<String>();
                            for (int seed = 0; seed < n; seed++) {
                                answers.add(patient(request, seed));
                            }
                            return answers;
                        })
                .wrong(
                        "all at once",
                        " instead of 2",
                        (n, places, request) -> limited(n, n, seed -> () -> patient(request, seed)))
                .wrong(
                        "always two",
                        "most in flight: 2 instead of 3",
                        (n, places, request) -> limited(n, 2, seed -> () -> patient(request, seed)))
                .wrong(
                        "takes a refusal for an answer",
                        "the answers: ",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    try (var answer =
                                                            request.apply(seed).execute()) {
                                                        return answer.body().string();
                                                    }
                                                }))
                .wrong(
                        "asks again at once",
                        "the server said 429 ",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    while (true) {
                                                        try (var answer =
                                                                request.apply(seed).execute()) {
                                                            if (answer.code() == 200) {
                                                                return answer.body().string();
                                                            }
                                                        }
                                                    }
                                                }))
                .wrong(
                        "takes another failure for an answer",
                        "where the server answered 500, your code returned all the same",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    while (true) {
                                                        try (var answer =
                                                                request.apply(seed).execute()) {
                                                            if (answer.code() != 429) {
                                                                return answer.body().string();
                                                            }
                                                        }
                                                        Thread.sleep(1_000);
                                                    }
                                                }))
                .wrong(
                        "waits whatever the status is",
                        "it still ran after 20.0 s",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    while (true) {
                                                        try (var answer =
                                                                request.apply(seed).execute()) {
                                                            if (answer.code() == 200) {
                                                                return answer.body().string();
                                                            }
                                                        }
                                                        Thread.sleep(1_000);
                                                    }
                                                }))
                .wrong(
                        "leaves what was refused open",
                        "since nobody has closed it: ",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    while (true) {
                                                        var answer = request.apply(seed).execute();
                                                        if (answer.code() != 429) {
                                                            return body(answer);
                                                        }
                                                        OPEN.add(answer); // or the collector closes
                                                        // it
                                                        Thread.sleep(1_000);
                                                    }
                                                }))
                .wrong(
                        "executes a call twice",
                        "your code ended with IllegalStateException",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    var call = request.apply(seed);
                                                    while (true) {
                                                        try (var answer = call.execute()) {
                                                            if (answer.code() == 200) {
                                                                return answer.body().string();
                                                            }
                                                        }
                                                        Thread.sleep(1_000);
                                                    }
                                                }))
                .wrong(
                        "gives up",
                        "the answers: ",
                        (n, places, request) ->
                                limited(
                                        n,
                                        places,
                                        seed ->
                                                () -> {
                                                    try (var answer =
                                                            request.apply(seed).execute()) {
                                                        return answer.code() == 200
                                                                ? answer.body().string()
                                                                : null;
                                                    }
                                                }))
                .tests();
    }
}
