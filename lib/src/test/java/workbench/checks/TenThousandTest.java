package workbench.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TenThousandTest {

    private static long at(List<Long> waits, int place) {
        return waits.stream().sorted().toList().get(place);
    }

    @TestFactory
    Stream<DynamicTest> percentileRight() {
        return Solutions.of(TenThousand.PERCENTILE)
                .right("whole numbers", (waits, p) -> at(waits, (p * waits.size() + 99) / 100 - 1))
                .right(
                        "rounded up",
                        (waits, p) -> at(waits, (int) Math.ceil(p * waits.size() / 100.0) - 1))
                .right(
                        "counted",
                        (waits, p) -> {
                            var sorted = new ArrayList<>(waits);
                            Collections.sort(sorted);
                            int i = 0;
                            while ((i + 1) * 100 < p * sorted.size()) {
                                i++;
                            }
                            return sorted.get(i);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> percentileWrong() {
        return Solutions.of(TenThousand.PERCENTILE)
                .wrong("nothing", "of 4 waits for p = 50: 0 instead of 20", (waits, p) -> 0)
                .wrong(
                        "not sorted",
                        "of 4 waits",
                        (waits, p) -> waits.get((p * waits.size() + 99) / 100 - 1))
                .wrong(
                        "rounded down",
                        "of 4 waits",
                        (waits, p) -> at(waits, Math.max(0, p * waits.size() / 100 - 1)))
                .wrong(
                        "one too far",
                        "of 4 waits",
                        (waits, p) -> at(waits, Math.min(waits.size() - 1, p * waits.size() / 100)))
                .wrong(
                        "a part of the longest",
                        "of 4 waits",
                        (waits, p) -> Collections.max(waits) * p / 100 + 1)
                .wrong(
                        "shares of 1, not exact", // 0.07 * 100 is more than 7, and so on
                        "of 100 waits",
                        (waits, p) -> at(waits, (int) Math.ceil(p / 100.0 * waits.size()) - 1))
                .wrong(
                        "sorts the list that it was given",
                        "which must stay as it is: first difference at index 0: 10 instead of 40",
                        (waits, p) -> {
                            Collections.sort(waits);
                            return waits.get((p * waits.size() + 99) / 100 - 1);
                        })
                .tests();
    }

    private static Map<String, Semaphore> semaphores(List<String> hosts, int permits) {
        var semaphores = new HashMap<String, Semaphore>();
        hosts.forEach(host -> semaphores.putIfAbsent(host, new Semaphore(permits)));
        return semaphores;
    }

    /** All jobs to an executor that is closed, each with a permit; then the answers in order. */
    private static List<String> by(
            ExecutorService executor,
            int n,
            IntFunction<Semaphore> permits,
            IntFunction<String> job)
            throws Exception {
        var futures = new ArrayList<Future<String>>();
        try (executor) {
            for (int i = 0; i < n; i++) {
                int number = i;
                futures.add(
                        executor.submit(() -> {
                            var permit = permits.apply(number);
                            permit.acquire();
                            try {
                                return job.apply(number);
                            } finally {
                                permit.release();
                            }
                        }));
            }
        }
        var answers = new ArrayList<String>();
        for (var future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    /** What is between the look and the putting takes a moment here, so that all cores see it. */
    private static Semaphore lookedFor(
            Map<String, Semaphore> semaphores, String host, int permits) {
        if (!semaphores.containsKey(host)) {
            LockSupport.parkNanos(1_000);
            var made = new Semaphore(permits);
            semaphores.put(host, made);
            return made;
        }
        return semaphores.get(host);
    }

    private static TenThousand.Limited perHost(int more) {
        return (hosts, perHost, job) -> {
            var semaphores = semaphores(hosts, perHost + more);
            return by(
                    Executors.newVirtualThreadPerTaskExecutor(),
                    hosts.size(),
                    i -> semaphores.get(hosts.get(i)),
                    job);
        };
    }

    /** A pool for each host, closed at the end. */
    private static List<String> pools(List<String> hosts, int perHost, IntFunction<String> job)
            throws Exception {
        var pools = new HashMap<String, ExecutorService>();
        hosts.forEach(
                host -> pools.computeIfAbsent(host, _ -> Executors.newFixedThreadPool(perHost)));
        var futures = new ArrayList<Future<String>>();
        for (int i = 0; i < hosts.size(); i++) {
            int number = i;
            futures.add(pools.get(hosts.get(i)).submit(() -> job.apply(number)));
        }
        pools.values().forEach(ExecutorService::close);
        var answers = new ArrayList<String>();
        for (var future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    @TestFactory
    Stream<DynamicTest> limitedRight() {
        return Solutions.of(TenThousand.LIMITED)
                .right("a semaphore for each", perHost(0))
                .right("a pool for each", TenThousandTest::pools)
                .right(
                        "a semaphore for each, made by the tasks",
                        (hosts, perHost, job) -> {
                            var semaphores = new ConcurrentHashMap<String, Semaphore>();
                            return by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    hosts.size(),
                                    i ->
                                            semaphores.computeIfAbsent(
                                                    hosts.get(i), _ -> new Semaphore(perHost)),
                                    job);
                        })
                .right(
                        "made by the tasks, under a lock",
                        (hosts, perHost, job) -> {
                            var semaphores = new HashMap<String, Semaphore>();
                            return by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    hosts.size(),
                                    i -> {
                                        synchronized (semaphores) {
                                            return lookedFor(semaphores, hosts.get(i), perHost);
                                        }
                                    },
                                    job);
                        })
                .right(
                        "futures",
                        (hosts, perHost, job) -> {
                            var boxes = boxes(hosts, perHost, job);
                            CompletableFuture.allOf(boxes.toArray(CompletableFuture[]::new)).join();
                            return boxes.stream().map(CompletableFuture::join).toList();
                        })
                .tests();
    }

    private static List<CompletableFuture<String>> boxes(
            List<String> hosts, int perHost, IntFunction<String> job) {
        var semaphores = semaphores(hosts, perHost);
        return IntStream.range(0, hosts.size())
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(
                                () -> permitted(semaphores.get(hosts.get(i)), i, job),
                                Thread::startVirtualThread))
                .toList();
    }

    private static String permitted(Semaphore permits, int number, IntFunction<String> job) {
        permits.acquireUninterruptibly();
        try {
            return job.apply(number);
        } finally {
            permits.release();
        }
    }

    @TestFactory
    Stream<DynamicTest> limitedWrong() {
        return Solutions.of(TenThousand.LIMITED)
                .wrong("nothing", "times that a job was done", (hosts, perHost, job) -> List.of())
                .wrong(
                        "sequential",
                        "most jobs under way for each server",
                        (hosts, perHost, job) ->
                                IntStream.range(0, hosts.size()).mapToObj(job).toList())
                .wrong("one too many", "most jobs under way for each server", perHost(1))
                .wrong("no limit", "most jobs under way for each server", perHost(1_000))
                .wrong(
                        "one limit for all of them",
                        "most jobs under way for each server",
                        (hosts, perHost, job) -> {
                            var one = new Semaphore(perHost * semaphores(hosts, 1).size());
                            return by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    hosts.size(),
                                    _ -> one,
                                    job);
                        })
                .wrong(
                        "a semaphore for each job",
                        "most jobs under way for each server",
                        (hosts, perHost, job) ->
                                by(
                                        Executors.newVirtualThreadPerTaskExecutor(),
                                        hosts.size(),
                                        _ -> new Semaphore(perHost),
                                        job))
                .wrong(
                        "one host after the other",
                        "most jobs under way in all",
                        (hosts, perHost, job) -> {
                            var answers = new String[hosts.size()];
                            for (var host : semaphores(hosts, 1).keySet()) {
                                try (var pool = Executors.newFixedThreadPool(perHost)) {
                                    for (int i = 0; i < hosts.size(); i++) {
                                        int number = i;
                                        if (hosts.get(i).equals(host)) {
                                            pool.submit(() -> answers[number] = job.apply(number));
                                        }
                                    }
                                }
                            }
                            return List.of(answers);
                        })
                .wrong(
                        "the order of the hosts",
                        "the answers",
                        (hosts, perHost, job) ->
                                perHost(0).get(hosts, perHost, job).stream().sorted().toList())
                .wrong(
                        "a failure loses its permit",
                        "",
                        (hosts, perHost, job) -> {
                            var semaphores = semaphores(hosts, perHost);
                            var futures = new ArrayList<Future<String>>();
                            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                for (int i = 0; i < hosts.size(); i++) {
                                    int number = i;
                                    futures.add(
                                            executor.submit(() -> {
                                                var permits = semaphores.get(hosts.get(number));
                                                permits.acquire();
                                                var answer = job.apply(number);
                                                permits.release();
                                                return answer;
                                            }));
                                }
                            }
                            var answers = new ArrayList<String>();
                            for (var future : futures) {
                                answers.add(future.get());
                            }
                            return answers;
                        })
                .wrong(
                        "the tasks look for a semaphore, and make one",
                        "when two begin together: 2 instead of 1",
                        (hosts, perHost, job) -> {
                            var semaphores =
                                    new HashMap<>(
                                            perHost == 1 ? Map.of() : semaphores(hosts, perHost));
                            return by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    hosts.size(),
                                    i -> lookedFor(semaphores, hosts.get(i), perHost),
                                    job);
                        })
                .wrong(
                        "the first failure ends all",
                        "jobs done although two others failed",
                        (hosts, perHost, job) ->
                                boxes(hosts, perHost, job).stream()
                                        .map(CompletableFuture::join)
                                        .toList())
                .tests();
    }
}
