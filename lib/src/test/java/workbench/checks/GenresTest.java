package workbench.checks;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GenresTest {

    /** All jobs to an executor that is closed; then the results in order. */
    private static List<String> by(ExecutorService executor, int n, IntFunction<String> job)
            throws Exception {
        try (executor) {
            var futures = new ArrayList<Future<String>>();
            for (int i = 0; i < n; i++) {
                int seed = i;
                futures.add(executor.submit(() -> job.apply(seed)));
            }
            var genres = new ArrayList<String>();
            for (var future : futures) {
                genres.add(future.get());
            }
            return genres;
        }
    }

    private static List<Thread> started(int n, IntFunction<String> job, String[] genres) {
        return IntStream.range(0, n)
                .mapToObj(seed -> Thread.startVirtualThread(() -> genres[seed] = job.apply(seed)))
                .toList();
    }

    private static List<String> combined(Executor executor, int n, IntFunction<String> job) {
        return IntStream.range(0, n)
                .mapToObj(seed -> CompletableFuture.supplyAsync(() -> job.apply(seed), executor))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** Starts all, and then joins some. */
    private static Genres.AllAtOnce joining(int from, int left) {
        return (n, job) -> {
            var genres = new String[n];
            for (var thread : started(n, job, genres).subList(from, n - left)) {
                thread.join();
            }
            return Arrays.asList(genres.clone());
        };
    }

    @TestFactory
    Stream<DynamicTest> allAtOnceRight() {
        return Solutions.of(Genres.ALL_AT_ONCE)
                .right("virtual threads", joining(0, 0))
                .right(
                        "an executor",
                        (n, job) -> by(Executors.newVirtualThreadPerTaskExecutor(), n, job))
                .right("a pool of as many", (n, job) -> by(Executors.newFixedThreadPool(n), n, job))
                .right("threads as needed", (n, job) -> by(Executors.newCachedThreadPool(), n, job))
                .right("a fork/join pool of as many", (n, job) -> by(new ForkJoinPool(n), n, job))
                .right(
                        "futures, and a thread for each",
                        (n, job) -> combined(Thread::startVirtualThread, n, job))
                .right(
                        "platform threads, a latch and a map",
                        (n, job) -> {
                            var genres = new ConcurrentSkipListMap<Integer, String>();
                            var done = new CountDownLatch(n);
                            for (int i = 0; i < n; i++) {
                                int seed = i;
                                new Thread(
                                                () -> {
                                                    genres.put(seed, job.apply(seed));
                                                    done.countDown();
                                                })
                                        .start();
                            }
                            done.await();
                            return List.copyOf(genres.values());
                        })
                .right(
                        "you do one of them",
                        (n, job) -> {
                            var genres = new String[n];
                            var others =
                                    started(
                                            n - 1,
                                            seed -> job.apply(seed + 1),
                                            genres); // a place too far down
                            var first = job.apply(0);
                            for (var other : others) {
                                other.join();
                            }
                            var all = new ArrayList<String>(List.of(first));
                            all.addAll(Arrays.asList(genres).subList(0, n - 1));
                            return all;
                        })
                .patient(
                        "waits for a day",
                        (n, job) -> {
                            var genres = new String[n];
                            var executor = Executors.newVirtualThreadPerTaskExecutor();
                            for (int i = 0; i < n; i++) {
                                int seed = i;
                                executor.execute(() -> genres[seed] = job.apply(seed));
                            }
                            executor.shutdown();
                            if (!executor.awaitTermination(1, TimeUnit.DAYS)) {
                                throw new IllegalStateException();
                            }
                            return Arrays.asList(genres);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> allAtOnceWrong() {
        return Solutions.of(Genres.ALL_AT_ONCE)
                .wrong("nothing", "jobs under way", (n, job) -> List.of())
                .wrong(
                        "sequential",
                        "of 12: 1 instead of 12",
                        (n, job) -> IntStream.range(0, n).mapToObj(job).toList())
                .wrong(
                        "sequential by a lazy stream",
                        "of 12: 1 instead of 12",
                        (n, job) ->
                                IntStream.range(0, n)
                                        .mapToObj(seed ->
                                                CompletableFuture.supplyAsync(
                                                        () -> job.apply(seed),
                                                        Thread::startVirtualThread))
                                        .map(CompletableFuture::join)
                                        .toList())
                .wrong(
                        "joined in the loop",
                        "of 12: 1 instead of 12",
                        (n, job) -> {
                            var genres = new String[n];
                            for (int i = 0; i < n; i++) {
                                int seed = i;
                                Thread.startVirtualThread(() -> genres[seed] = job.apply(seed))
                                        .join();
                            }
                            return Arrays.asList(genres);
                        })
                .wrong(
                        "the first one alone",
                        "of 12: 11 instead of 12",
                        (n, job) -> {
                            var first = job.apply(0);
                            var all = new ArrayList<String>(List.of(first));
                            all.addAll(
                                    combined(
                                            Thread::startVirtualThread,
                                            n - 1,
                                            seed -> job.apply(seed + 1)));
                            return all;
                        })
                .wrong(
                        "common pool",
                        "jobs under way",
                        (n, job) -> combined(ForkJoinPool.commonPool(), n, job))
                .wrong(
                        "parallel stream",
                        "jobs under way",
                        (n, job) -> IntStream.range(0, n).parallel().mapToObj(job).toList())
                .wrong(
                        "a pool too small by one",
                        "of 12: 11 instead of 12",
                        (n, job) -> by(Executors.newFixedThreadPool(n - 1), n, job))
                .wrong(
                        "a pool of a hundred",
                        ": 100 instead of ",
                        (n, job) -> by(Executors.newFixedThreadPool(100), n, job))
                .wrong(
                        "invented",
                        "jobs under way",
                        (n, job) -> IntStream.range(0, n).mapToObj(i -> "genre " + i).toList())
                .wrong(
                        "done, and invented all the same",
                        "the genres",
                        (n, job) -> {
                            combined(Thread::startVirtualThread, n, job);
                            return IntStream.range(0, n).mapToObj(i -> "genre " + i).toList();
                        })
                .wrong(
                        "each twice",
                        "times that a job was done: 24 instead of 12",
                        (n, job) -> {
                            combined(Thread::startVirtualThread, n, job);
                            return combined(Thread::startVirtualThread, n, job);
                        })
                .wrong(
                        "one too many",
                        ": 13 instead of 12", // jobs done, or at the same time
                        (n, job) -> combined(Thread::startVirtualThread, n + 1, job).subList(0, n))
                .wrong("not joined", "", (n, job) -> List.of(started(n, job, new String[n]) + ""))
                .wrong(
                        "joins the first only",
                        "the genres",
                        (n, job) -> joining(0, n - 1).get(n, job))
                .wrong(
                        "joins the last only",
                        "the genres",
                        (n, job) -> joining(n - 1, 0).get(n, job))
                .wrong("joins all but the first", "the genres", joining(1, 0))
                .wrong("joins all but the last", "the genres", joining(0, 1))
                .wrong("sleeps a little", "", sleeping(500))
                .wrong("sleeps long enough", "the genres", sleeping(3_000))
                .wrong(
                        "awaits the end for a second",
                        "the genres",
                        (n, job) -> {
                            var genres = new String[n];
                            var executor = Executors.newVirtualThreadPerTaskExecutor();
                            for (int i = 0; i < n; i++) {
                                int seed = i;
                                executor.execute(() -> genres[seed] = job.apply(seed));
                            }
                            executor.shutdown();
                            executor.awaitTermination(1, TimeUnit.SECONDS);
                            return Arrays.asList(genres.clone());
                        })
                .wrong(
                        "sorted by name",
                        "the genres",
                        (n, job) ->
                                combined(Thread::startVirtualThread, n, job).stream()
                                        .sorted() // "genre 10" comes before "genre 2"
                                        .toList())
                .wrong(
                        "order of arrival",
                        "the genres",
                        (n, job) -> {
                            var genres = new ConcurrentLinkedQueue<String>();
                            by(
                                    Executors.newVirtualThreadPerTaskExecutor(),
                                    n,
                                    seed -> {
                                        var genre = job.apply(seed);
                                        genres.add(genre);
                                        return genre;
                                    });
                            return List.copyOf(genres);
                        })
                .tests();
    }

    private static Genres.AllAtOnce sleeping(long millis) {
        return (n, job) -> {
            var genres = new String[n];
            started(n, job, genres);
            Thread.sleep(millis);
            return Arrays.asList(genres.clone());
        };
    }

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

    private static Genres.AllThatCanBeHad trying(int times, Class<? extends Throwable> caught) {
        return (n, job) ->
                had(
                        by(
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

    @TestFactory
    Stream<DynamicTest> allThatCanBeHadRight() {
        return Solutions.of(Genres.ALL_THAT_CAN_BE_HAD)
                .right("an executor", trying(3, RuntimeException.class))
                .right("whatever it throws", trying(3, Throwable.class))
                .right("a map for several threads", (n, job) -> putting(n, job, 0, 0))
                .right(
                        "a pool of as many",
                        (n, job) ->
                                had(
                                        by(
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
                            by(
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
        return Solutions.of(Genres.ALL_THAT_CAN_BE_HAD)
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
                                        by(
                                                Executors.newFixedThreadPool(10),
                                                n,
                                                i -> tried(3, i, job, Exception.class))))
                .wrong(
                        "a pool of a hundred",
                        ": 100 instead of ",
                        (n, job) ->
                                had(
                                        by(
                                                Executors.newFixedThreadPool(100),
                                                n,
                                                i -> tried(3, i, job, Exception.class))))
                .wrong("one kind of failure", "your code", trying(3, UncheckedIOException.class))
                .wrong("another kind", "your code", trying(3, IllegalStateException.class))
                .wrong(
                        "first failure ends all",
                        "your code ended with",
                        (n, job) -> had(by(Executors.newVirtualThreadPerTaskExecutor(), n, job)))
                .wrong("one try", "tries for each seed", trying(1, Exception.class))
                .wrong("two tries", "tries for each seed", trying(2, Exception.class))
                .wrong("one try too many", "tries for each seed", trying(4, Exception.class))
                .wrong("tries for long", "tries for each seed", trying(50, Exception.class))
                .wrong(
                        "all three tries, whatever comes",
                        "tries for each seed",
                        (n, job) ->
                                had(
                                        by(
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
                                    by(
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
                            by(
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
