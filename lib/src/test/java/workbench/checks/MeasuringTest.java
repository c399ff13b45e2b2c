package workbench.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class MeasuringTest {

    private static long afterMoves(LongSupplier clock, int moves) {
        long smallest = Long.MAX_VALUE;
        long last = clock.getAsLong();
        for (int moved = 0; moved < moves; ) {
            long now = clock.getAsLong();
            if (now != last) {
                smallest = Math.min(smallest, now - last);
                last = now;
                moved++;
            }
        }
        return smallest;
    }

    @TestFactory
    Stream<DynamicTest> grain() {
        return Solutions.of(Measuring.GRAIN)
                .right("a hundred moves", clock -> afterMoves(clock, 100))
                .right("a few more", clock -> afterMoves(clock, 120))
                .right(
                        "a loop in a loop",
                        clock -> {
                            long smallest = Long.MAX_VALUE;
                            for (int i = 0; i < 100; i++) {
                                long before = clock.getAsLong();
                                long after = before;
                                while (after == before) {
                                    after = clock.getAsLong();
                                }
                                smallest = Math.min(smallest, after - before);
                            }
                            return smallest;
                        })
                .right(
                        "a stream of steps",
                        clock -> {
                            var last = new long[] {clock.getAsLong()};
                            return IntStream.iterate(0, i -> i + 1)
                                    .mapToLong(i -> {
                                        long now = clock.getAsLong();
                                        long step = now - last[0];
                                        last[0] = now;
                                        return step;
                                    })
                                    .filter(step -> step != 0)
                                    .limit(100)
                                    .min()
                                    .orElseThrow();
                        })
                .wrong(
                        "two looks",
                        "grain of a clock that stands still",
                        clock -> {
                            long first = clock.getAsLong();
                            return clock.getAsLong() - first;
                        })
                .wrong("the first step", "whose first step", clock -> afterMoves(clock, 1))
                .wrong("ten moves", "is the hundredth", clock -> afterMoves(clock, 10))
                .wrong(
                        "numbers compared",
                        "runs over",
                        clock -> {
                            long smallest = Long.MAX_VALUE;
                            long last = clock.getAsLong();
                            for (int moves = 0, looks = 0; moves < 100 && looks < 1e6; looks++) {
                                long now = clock.getAsLong();
                                if (now > last) {
                                    smallest = Math.min(smallest, now - last);
                                    moves++;
                                }
                                smallest = now < last ? 0 : smallest;
                                last = now;
                            }
                            return smallest;
                        })
                .wrong("one", "that moves at each look", clock -> 1)
                .tests();
    }

    private static long time(Callable<?> version, LongSupplier clock) throws Exception {
        long start = clock.getAsLong();
        version.call();
        return clock.getAsLong() - start;
    }

    private static Map<String, List<Long>> inTurns(
            Map<String, Callable<?>> versions, int warmUps, int samples, LongSupplier clock)
            throws Exception {
        var times = new LinkedHashMap<String, List<Long>>();
        for (int round = -warmUps; round < samples; round++) {
            for (var name : versions.keySet()) {
                long time = time(versions.get(name), clock);
                if (round >= 0) {
                    times.computeIfAbsent(name, any -> new ArrayList<>()).add(time);
                }
            }
        }
        return times;
    }

    /** All warm-ups of a version in a row, which is right as well; then what follows. */
    private static void warmUp(Map<String, Callable<?>> versions, int warmUps) throws Exception {
        for (var version : versions.values()) {
            for (int i = 0; i < warmUps; i++) {
                version.call();
            }
        }
    }

    private static Map<String, List<Long>> inBlocks(
            Map<String, Callable<?>> versions, int samples, LongSupplier clock) throws Exception {
        var times = new LinkedHashMap<String, List<Long>>();
        for (var name : versions.keySet()) {
            var own = new ArrayList<Long>();
            for (int i = 0; i < samples; i++) {
                own.add(time(versions.get(name), clock));
            }
            times.put(name, own);
        }
        return times;
    }

    @TestFactory
    Stream<DynamicTest> harness() {
        return Solutions.of(Measuring.HARNESS)
                .right("rounds from below zero", MeasuringTest::inTurns)
                .right(
                        "warm-ups first",
                        (versions, warmUps, samples, clock) -> {
                            warmUp(versions, warmUps);
                            return inTurns(versions, 0, samples, clock);
                        })
                .right(
                        "lists made before",
                        (versions, warmUps, samples, clock) -> {
                            warmUp(versions, warmUps);
                            var times = new LinkedHashMap<String, List<Long>>();
                            versions.keySet().forEach(name -> times.put(name, new ArrayList<>()));
                            for (int i = 0; i < samples; i++) {
                                for (var version : versions.entrySet()) {
                                    times.get(version.getKey())
                                            .add(time(version.getValue(), clock));
                                }
                            }
                            return times;
                        })
                .right(
                        "warm-ups dropped at the end",
                        (versions, warmUps, samples, clock) -> {
                            var times = inTurns(versions, 0, warmUps + samples, clock);
                            times.replaceAll((name, all) -> all.subList(warmUps, all.size()));
                            return times;
                        })
                .wrong("null", "it returned null", (versions, warmUps, samples, clock) -> null)
                .wrong(
                        "nothing",
                        "number of calls",
                        (versions, warmUps, samples, clock) -> new LinkedHashMap<>())
                .wrong(
                        "in blocks",
                        "order of the timed calls",
                        (versions, warmUps, samples, clock) -> {
                            warmUp(versions, warmUps);
                            return inBlocks(versions, samples, clock);
                        })
                .wrong(
                        "no warm-ups",
                        "number of calls",
                        (versions, warmUps, samples, clock) -> inTurns(versions, 0, samples, clock))
                .wrong(
                        "warm-ups counted",
                        "times: ",
                        (versions, warmUps, samples, clock) ->
                                inTurns(versions, 0, warmUps + samples, clock))
                .wrong(
                        "without an order",
                        "order of the versions",
                        (versions, warmUps, samples, clock) ->
                                new HashMap<>(inTurns(versions, warmUps, samples, clock)))
                .wrong(
                        "from the beginning of the round",
                        "times: ",
                        (versions, warmUps, samples, clock) -> {
                            warmUp(versions, warmUps);
                            var times = new LinkedHashMap<String, List<Long>>();
                            for (int i = 0; i < samples; i++) {
                                long start = clock.getAsLong();
                                for (var name : versions.keySet()) {
                                    versions.get(name).call();
                                    times.computeIfAbsent(name, any -> new ArrayList<>())
                                            .add(clock.getAsLong() - start);
                                }
                            }
                            return times;
                        })
                .wrong(
                        "failures are swallowed",
                        "a version that fails",
                        (versions, warmUps, samples, clock) -> {
                            try {
                                return inTurns(versions, warmUps, samples, clock);
                            } catch (IllegalStateException e) {
                                return Map.of();
                            }
                        })
                .tests();
    }

    private static Callable<Long> whenDue(long due, Callable<?> request) {
        return () -> {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            request.call();
            return System.nanoTime() - due;
        };
    }

    private static List<Long> all(List<? extends Future<Long>> waiting) throws Exception {
        var latencies = new ArrayList<Long>();
        for (var latency : waiting) {
            latencies.add(latency.get());
        }
        return latencies;
    }

    private static List<Long> inSequence(int requests, Duration every, Callable<?> request)
            throws Exception {
        long begin = System.nanoTime();
        var latencies = new ArrayList<Long>();
        for (int i = 0; i < requests; i++) {
            latencies.add(whenDue(begin + i * every.toNanos(), request).call());
        }
        return latencies;
    }

    /**
     * Virtual threads; {@code due} says when a request is due, by its number, after the beginning.
     */
    private static List<Long> open(
            int requests, java.util.function.IntToLongFunction due, Callable<?> request)
            throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            var waiting = new ArrayList<Future<Long>>();
            for (int i = 0; i < requests; i++) {
                waiting.add(executor.submit(whenDue(begin + due.applyAsLong(i), request)));
            }
            return all(waiting);
        }
    }

    @TestFactory
    Stream<DynamicTest> openLoopRight() {
        return Solutions.of(Measuring.OPEN_LOOP)
                .right(
                        "virtual threads that sleep",
                        (requests, every, request) ->
                                open(requests, i -> i * every.toNanos(), request))
                .right(
                        "one that sleeps and starts virtual threads",
                        (requests, every, request) -> {
                            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                long begin = System.nanoTime();
                                var waiting = new ArrayList<Future<Long>>();
                                for (int i = 0; i < requests; i++) {
                                    long due = begin + i * every.toNanos();
                                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                                    waiting.add(executor.submit(whenDue(due, request)));
                                }
                                return all(waiting);
                            }
                        })
                .right(
                        "platform threads",
                        (requests, every, request) -> {
                            long begin = System.nanoTime();
                            var waiting = new ArrayList<FutureTask<Long>>();
                            for (int i = 0; i < requests; i++) {
                                waiting.add(
                                        new FutureTask<>(
                                                whenDue(begin + i * every.toNanos(), request)));
                                new Thread(waiting.getLast()).start();
                            }
                            return all(waiting);
                        })
                .right(
                        "a timer that hands over",
                        (requests, every, request) -> {
                            try (var timer = Executors.newScheduledThreadPool(1);
                                    var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                long begin = System.nanoTime();
                                var waiting = new ArrayList<CompletableFuture<Long>>();
                                for (int i = 0; i < requests; i++) {
                                    long due = begin + i * every.toNanos();
                                    var latency = new CompletableFuture<Long>();
                                    waiting.add(latency);
                                    timer.schedule(
                                            () ->
                                                    executor.execute(() -> {
                                                        try {
                                                            request.call();
                                                            latency.complete(
                                                                    System.nanoTime() - due);
                                                        } catch (Throwable e) {
                                                            latency.completeExceptionally(e);
                                                        }
                                                    }),
                                            due - System.nanoTime(),
                                            TimeUnit.NANOSECONDS);
                                }
                                return all(waiting);
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> openLoopWrong() {
        return Solutions.of(Measuring.OPEN_LOOP)
                .wrong(
                        "in sequence",
                        "at the same time, of 40: 1 instead of 40",
                        MeasuringTest::inSequence)
                .wrong(
                        "a small pool",
                        "at the same time, of 40: 8 instead of 40",
                        (requests, every, request) -> {
                            try (var executor = Executors.newFixedThreadPool(8)) {
                                long begin = System.nanoTime();
                                var waiting = new ArrayList<Future<Long>>();
                                for (int i = 0; i < requests; i++) {
                                    waiting.add(
                                            executor.submit(
                                                    whenDue(begin + i * every.toNanos(), request)));
                                }
                                return all(waiting);
                            }
                        })
                .wrong(
                        "all at once",
                        "sent before they were due, of 40: ",
                        (requests, every, request) -> open(requests, i -> 0, request))
                .wrong(
                        "due in whole milliseconds",
                        " of 40: ",
                        (requests, every, request) ->
                                open(requests, i -> i * every.toMillis() * 1_000_000, request))
                .wrong(
                        "in milliseconds",
                        "latency of request 0",
                        (requests, every, request) ->
                                open(requests, i -> i * every.toNanos(), request).stream()
                                        .map(nanos -> nanos / 1_000_000)
                                        .toList())
                .wrong(
                        "from the beginning",
                        "ns after it was due",
                        (requests, every, request) -> {
                            var latencies = open(requests, i -> i * every.toNanos(), request);
                            return IntStream.range(0, requests)
                                    .mapToObj(i -> latencies.get(i) + i * every.toNanos())
                                    .toList();
                        })
                .wrong(
                        "backwards",
                        "ns after it was due",
                        (requests, every, request) ->
                                open(requests, i -> i * every.toNanos(), request).reversed())
                .wrong("null", "requests: 0", (requests, every, request) -> null)
                .wrong(
                        "failures are swallowed",
                        "requests that fail",
                        (requests, every, request) ->
                                open(
                                        requests,
                                        i -> i * every.toNanos(),
                                        () -> {
                                            try {
                                                return request.call();
                                            } catch (IllegalStateException e) {
                                                return null;
                                            }
                                        }))
                .tests();
    }
}
