package workbench.checks;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class FailingTest {

    /** A genre, or null when none of so many tries went well. */
    private static String tried(
            int times, int seed, IntFunction<String> job, Class<? extends Throwable> caught) {
        for (int tried = 1; tried <= times; tried++) {
            try {
                return job.apply(seed);
            } catch (Throwable e) {
                if (!caught.isInstance(e)) {
                    throw e;
                }
            }
        }
        return null;
    }

    private static SortedMap<Integer, String> had(List<String> genres) {
        var had = new TreeMap<Integer, String>();
        for (int seed = 0; seed < genres.size(); seed++) {
            had.put(seed, genres.get(seed));
        }
        had.values().removeIf(Objects::isNull);
        return had;
    }

    private static Failing.AllThatCanBeHad trying(int times, Class<? extends Throwable> caught) {
        return (n, job) ->
                had(
                        Jobs.by(
                                Executors.newVirtualThreadPerTaskExecutor(),
                                n,
                                seed -> tried(times, seed, job, caught)));
    }

    /** Threads that put into a map for several threads; some of them are joined. */
    private static SortedMap<Integer, String> putting(
            int n, IntFunction<String> job, int from, int left) throws Exception {
        var genres = new ConcurrentSkipListMap<Integer, String>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < n; i++) {
            int seed = i;
            threads.add(
                    Thread.startVirtualThread(() -> {
                        var genre = tried(3, seed, job, RuntimeException.class);
                        if (genre != null) {
                            genres.put(seed, genre);
                        }
                    }));
        }
        for (var thread : threads.subList(from, n - left)) {
            thread.join();
        }
        return new TreeMap<>(genres);
    }

    /** Any number from the lowest to the highest. */
    private static long between(long lowest, long highest) {
        return ThreadLocalRandom.current().nextLong(lowest, highest + 1);
    }

    private static long whole(int failures) {
        return Math.min(2_000, 100L << Math.min(failures - 1, 10));
    }

    @TestFactory
    Stream<DynamicTest> pauseRight() {
        return Solutions.of(Failing.PAUSE)
                .right("half to whole", failures -> between(whole(failures) / 2, whole(failures)))
                .right(
                        "doubled in a loop",
                        failures -> {
                            long whole = 100;
                            for (int i = 1; i < failures && whole < 2_000; i++) {
                                whole = Math.min(2_000, 2 * whole);
                            }
                            return Math.round(whole * (1 + Math.random()) / 2);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> pauseWrong() {
        return Solutions.of(Failing.PAUSE)
                .wrong("nothing", "a pause after failure 1: 0 ms", failures -> 0)
                .wrong("sequential: no chance", "all from 100 to 100", failures -> whole(failures))
                .wrong("from nothing on", "a pause after", failures -> between(0, whole(failures)))
                .wrong(
                        "more than the whole",
                        "a pause after failure 1",
                        failures -> between(whole(failures), 2 * whole(failures)))
                .wrong(
                        "never the whole",
                        "all from 50 to 99 ms, which should be any number from 50 to 100",
                        failures -> between(whole(failures) / 2, whole(failures) - 1))
                .wrong(
                        "never the whole, since it is rounded down",
                        "all from 50 to 99 ms, which should be any number from 50 to 100",
                        failures -> (long) (whole(failures) * (1 + Math.random()) / 2))
                .wrong(
                        "never the half",
                        "all from 51 to 100 ms",
                        failures -> between(whole(failures) / 2 + 1, whole(failures)))
                .wrong(
                        "shifted away",
                        "pause(64) ended with IllegalArgumentException: bound must be",
                        failures -> {
                            long whole = Math.min(2_000, 100L << (failures - 1));
                            return ThreadLocalRandom.current()
                                    .nextLong(Math.max(50, whole / 2), whole + 1);
                        })
                .wrong("no growth", "a pause after failure 2", failures -> between(50, 100))
                .wrong(
                        "one doubling too many",
                        "a pause after failure 1",
                        failures -> between(whole(failures + 1) / 2, whole(failures + 1)))
                .wrong(
                        "no limit",
                        "a pause after failure 6",
                        failures -> between(50L << (failures - 1), 100L << (failures - 1)))
                .wrong(
                        "shifted too far",
                        "a pause after failure ",
                        failures -> {
                            long whole = Math.min(2_000, 100 << (failures - 1));
                            return between(whole / 2, Math.max(whole, whole / 2 + 1));
                        })
                .wrong(
                        "a little chance only",
                        "all from",
                        failures -> whole(failures) - between(0, whole(failures) / 10))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> allThatCanBeHadRight() {
        return Solutions.of(Failing.ALL_THAT_CAN_BE_HAD)
                .right("an executor", trying(3, RuntimeException.class))
                .right("whatever it throws", trying(3, Throwable.class))
                .right("a map for several threads", (n, job) -> putting(n, job, 0, 0))
                .right(
                        "a pool of as many",
                        (n, job) ->
                                had(
                                        Jobs.by(
                                                Executors.newFixedThreadPool(n),
                                                n,
                                                seed ->
                                                        tried(
                                                                3,
                                                                seed,
                                                                job,
                                                                RuntimeException.class))))
                .right(
                        "futures that try again",
                        (n, job) -> {
                            var all =
                                    IntStream.range(0, n)
                                            .mapToObj(seed -> later(3, seed, job))
                                            .toList();
                            return had(all.stream().map(CompletableFuture::join).toList());
                        })
                .right(
                        "in rounds: the failed ones once more",
                        (n, job) -> {
                            var genres = new ConcurrentSkipListMap<Integer, String>();
                            for (int round = 1; round <= 3; round++) {
                                try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                    for (int i = 0; i < n; i++) {
                                        int seed = i;
                                        if (!genres.containsKey(seed)) {
                                            executor.submit(
                                                    () -> genres.put(seed, job.apply(seed)));
                                        }
                                    }
                                }
                            }
                            return genres;
                        })
                .right(
                        "one map and a lock",
                        (n, job) -> {
                            var genres = new TreeMap<Integer, String>();
                            Jobs.by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    n,
                                    seed -> {
                                        var genre = tried(3, seed, job, RuntimeException.class);
                                        synchronized (genres) {
                                            if (genre != null) {
                                                genres.put(seed, genre);
                                            }
                                        }
                                        return genre;
                                    });
                            return genres;
                        })
                .patient(
                        "waits for an hour",
                        (n, job) -> {
                            var genres = new TreeMap<Integer, String>();
                            var all =
                                    IntStream.range(0, n)
                                            .mapToObj(seed -> later(3, seed, job))
                                            .toList();
                            for (int seed = 0; seed < n; seed++) {
                                var genre = all.get(seed).get(1, TimeUnit.HOURS);
                                if (genre != null) {
                                    genres.put(seed, genre);
                                }
                            }
                            return genres;
                        })
                .tests();
    }

    private static CompletableFuture<String> later(int times, int seed, IntFunction<String> job) {
        return CompletableFuture.supplyAsync(() -> job.apply(seed), Thread::startVirtualThread)
                .exceptionallyCompose(failure ->
                        times > 1
                                ? later(times - 1, seed, job)
                                : CompletableFuture.completedFuture(null));
    }

    @TestFactory
    Stream<DynamicTest> allThatCanBeHadWrong() {
        return Solutions.of(Failing.ALL_THAT_CAN_BE_HAD)
                .wrong("nothing", "jobs under way", (n, job) -> new TreeMap<>())
                .wrong(
                        "sequential",
                        "of 12: 1 instead of 12",
                        (n, job) ->
                                had(
                                        IntStream.range(0, n)
                                                .mapToObj(i -> tried(3, i, job, Exception.class))
                                                .toList()))
                .wrong(
                        "a pool of ten",
                        "of 12: 10 instead of 12",
                        (n, job) ->
                                had(
                                        Jobs.by(
                                                Executors.newFixedThreadPool(10),
                                                n,
                                                i -> tried(3, i, job, Exception.class))))
                .wrong(
                        "a pool of a hundred",
                        ": 100 instead of ",
                        (n, job) ->
                                had(
                                        Jobs.by(
                                                Executors.newFixedThreadPool(100),
                                                n,
                                                i -> tried(3, i, job, Exception.class))))
                .wrong("one kind of failure", "your code", trying(3, UncheckedIOException.class))
                .wrong("another kind", "your code", trying(3, IllegalStateException.class))
                .wrong(
                        "first failure ends all",
                        "your code ended with",
                        (n, job) ->
                                had(Jobs.by(Executors.newVirtualThreadPerTaskExecutor(), n, job)))
                .wrong(
                        "one try",
                        "tries for each seed: 1 instead of 2 for seed 0",
                        trying(1, Exception.class))
                .wrong("two tries", "tries for each seed", trying(2, Exception.class))
                .wrong("one try too many", "tries for each seed", trying(4, Exception.class))
                .wrong("tries for long", "tries for each seed", trying(50, Exception.class))
                .wrong(
                        "all three tries, whatever comes",
                        "tries for each seed",
                        (n, job) ->
                                had(
                                        Jobs.by(
                                                Executors.newVirtualThreadPerTaskExecutor(),
                                                n,
                                                seed -> {
                                                    var genre = "";
                                                    for (int i = 0; i < 3; i++) {
                                                        genre =
                                                                tried(
                                                                        1,
                                                                        seed,
                                                                        job,
                                                                        Exception.class);
                                                    }
                                                    return genre;
                                                })))
                .wrong(
                        "all again each round",
                        "tries for each seed",
                        (n, job) -> {
                            var genres = new ConcurrentHashMap<Integer, String>();
                            for (int round = 1; round <= 3; round++) {
                                try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                    for (int i = 0; i < n; i++) {
                                        int seed = i;
                                        executor.submit(() -> genres.put(seed, job.apply(seed)));
                                    }
                                }
                            }
                            return new TreeMap<>(genres);
                        })
                .wrong(
                        "null for what failed",
                        "the genres that could be had",
                        (n, job) -> {
                            var genres = new TreeMap<Integer, String>();
                            var all =
                                    Jobs.by(
                                            Executors.newVirtualThreadPerTaskExecutor(),
                                            n,
                                            i -> tried(3, i, job, Exception.class));
                            for (int seed = 0; seed < n; seed++) {
                                genres.put(seed, all.get(seed));
                            }
                            return genres;
                        })
                .wrong(
                        "one genre for all",
                        "the genres that could be had",
                        (n, job) -> {
                            var genres = putting(n, job, 0, 0);
                            genres.replaceAll((seed, genre) -> genres.get(5));
                            return genres;
                        })
                .wrong(
                        "moved up to where one is missing",
                        "the genres that could be had",
                        (n, job) -> had(List.copyOf(putting(n, job, 0, 0).values())))
                .wrong(
                        "invented",
                        "the genres that could be had",
                        (n, job) -> {
                            var genres = putting(n, job, 0, 0);
                            genres.replaceAll((seed, genre) -> "genre " + seed);
                            return genres;
                        })
                .wrong(
                        "retry not awaited",
                        "",
                        (n, job) -> {
                            var genres = new ConcurrentSkipListMap<Integer, String>();
                            Jobs.by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    n,
                                    seed -> {
                                        var genre = tried(1, seed, job, Exception.class);
                                        if (genre != null) {
                                            genres.put(seed, genre);
                                        } else {
                                            Thread.startVirtualThread(() -> {
                                                var second = tried(2, seed, job, Exception.class);
                                                if (second != null) {
                                                    genres.put(seed, second);
                                                }
                                            });
                                        }
                                        return genre;
                                    });
                            while (genres.size() < n - 4) {
                                Thread.onSpinWait();
                            }
                            return new TreeMap<>(genres);
                        })
                .wrong("not joined", "", (n, job) -> putting(n, job, 0, n))
                .wrong("joins the first only", "", (n, job) -> putting(n, job, 0, n - 1))
                .wrong("joins the last only", "", (n, job) -> putting(n, job, n - 1, 0))
                .wrong(
                        "sleeps long enough",
                        "the genres that could be had",
                        (n, job) -> {
                            var genres = new ConcurrentSkipListMap<Integer, String>();
                            for (int i = 0; i < n; i++) {
                                int seed = i;
                                later(3, i, job)
                                        .thenAccept(genre -> {
                                            if (genre != null) {
                                                genres.put(seed, genre);
                                            }
                                        });
                            }
                            Thread.sleep(3_000);
                            return new TreeMap<>(genres);
                        })
                .wrong(
                        "waits for a second",
                        "the genres that could be had",
                        (n, job) -> {
                            var genres = new ConcurrentSkipListMap<Integer, String>();
                            var executor = Executors.newVirtualThreadPerTaskExecutor();
                            for (int i = 0; i < n; i++) {
                                int seed = i;
                                executor.submit(() -> {
                                    var genre = tried(3, seed, job, Exception.class);
                                    if (genre != null) {
                                        genres.put(seed, genre);
                                    }
                                });
                            }
                            executor.shutdown();
                            executor.awaitTermination(1, TimeUnit.SECONDS);
                            return new TreeMap<>(genres);
                        })
                .tests();
    }
}
