package workbench.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GenresTest {

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
                        (n, job) -> Jobs.by(Executors.newVirtualThreadPerTaskExecutor(), n, job))
                .right(
                        "a pool of as many",
                        (n, job) -> Jobs.by(Executors.newFixedThreadPool(n), n, job))
                .right(
                        "threads as needed",
                        (n, job) -> Jobs.by(Executors.newCachedThreadPool(), n, job))
                .right(
                        "a fork/join pool of as many",
                        (n, job) -> Jobs.by(new ForkJoinPool(n), n, job))
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
                        waiting(executor -> executor.awaitTermination(1, TimeUnit.DAYS)))
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
                        (n, job) -> Jobs.by(Executors.newFixedThreadPool(n - 1), n, job))
                .wrong(
                        "a pool of a hundred",
                        ": 100 instead of ",
                        (n, job) -> Jobs.by(Executors.newFixedThreadPool(100), n, job))
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
                .wrong("sleeps a little", "", waiting(executor -> Thread.sleep(500)))
                .wrong("sleeps long enough", "the genres", waiting(executor -> Thread.sleep(3_000)))
                .wrong(
                        "awaits the end for a second",
                        "the genres",
                        waiting(executor -> executor.awaitTermination(1, TimeUnit.SECONDS)))
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
                            Jobs.by(
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

    private static Genres.AllAtOnce waiting(Jobs.Wait wait) {
        return (n, job) -> Jobs.after(Executors.newVirtualThreadPerTaskExecutor(), n, job, wait);
    }

    private static CompletableFuture<String> filled(
            BiConsumer<Consumer<String>, Consumer<Throwable>> ask,
            Class<? extends Throwable> caught) {
        var box = new CompletableFuture<String>();
        try {
            ask.accept(box::complete, box::completeExceptionally);
        } catch (Throwable e) {
            if (!caught.isInstance(e)) {
                throw e;
            }
            box.completeExceptionally(e);
        }
        return box;
    }

    @TestFactory
    Stream<DynamicTest> toFutureRight() {
        return Solutions.of(Genres.TO_FUTURE)
                .right("a box", ask -> filled(ask, Throwable.class))
                .right(
                        "asks on a thread of its own",
                        ask -> {
                            var box = new CompletableFuture<String>();
                            Thread.startVirtualThread(() -> {
                                try {
                                    ask.accept(box::complete, box::completeExceptionally);
                                } catch (Throwable e) {
                                    box.completeExceptionally(e);
                                }
                            });
                            return box;
                        })
                .right(
                        "a box made of another one",
                        ask ->
                                CompletableFuture.supplyAsync(
                                                () -> filled(ask, Throwable.class),
                                                Thread::startVirtualThread)
                                        .thenCompose(box -> box))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> toFutureWrong() {
        return Solutions.of(Genres.TO_FUTURE)
                .wrong("nothing", "none", ask -> null)
                .wrong("empty", "times that ask was called", ask -> new CompletableFuture<>())
                .wrong(
                        "sequential: waits for the answer",
                        "the box was full when you returned it: true",
                        ask -> {
                            var box = filled(ask, Throwable.class);
                            box.get();
                            return box;
                        })
                .wrong(
                        "invented",
                        "times that ask was called",
                        ask -> CompletableFuture.completedFuture("doom polka"))
                .wrong(
                        "no failures",
                        "the box for a failure: still empty after 5 s",
                        ask -> {
                            var box = new CompletableFuture<String>();
                            ask.accept(box::complete, failure -> {});
                            return box;
                        })
                .wrong(
                        "asks twice",
                        "times that ask was called",
                        ask -> {
                            filled(ask, Throwable.class);
                            return filled(ask, Throwable.class);
                        })
                .wrong(
                        "an ask that throws is forgotten",
                        "where ask throws an exception, IllegalStateException, toFuture throws"
                                + " IllegalStateException, and it should put the failure into",
                        ask -> {
                            var box = new CompletableFuture<String>();
                            ask.accept(box::complete, box::completeExceptionally);
                            return box;
                        })
                .wrong(
                        "catches exceptions, but no Error",
                        "where ask throws an Error, TooMany, toFuture throws TooMany",
                        ask -> filled(ask, Exception.class))
                .wrong(
                        "throws in another exception",
                        "where ask throws an exception, IllegalStateException, toFuture throws Runt",
                        ask -> {
                            try {
                                return filled(ask, Error.class);
                            } catch (IllegalStateException e) {
                                throw new RuntimeException(e);
                            }
                        })
                .wrong(
                        "forgets what ask throws",
                        "IllegalStateException, the box: still empty after 5 s",
                        ask -> {
                            var box = new CompletableFuture<String>();
                            try {
                                ask.accept(box::complete, box::completeExceptionally);
                            } catch (IllegalStateException e) {
                                return box;
                            }
                            return box;
                        })
                .wrong(
                        "null for an ask that throws",
                        "IllegalStateException, the box is null",
                        ask -> {
                            try {
                                return filled(ask, Error.class);
                            } catch (IllegalStateException e) {
                                return null;
                            }
                        })
                .wrong(
                        "a callback that throws",
                        "the box for a failure: still empty; your callback threw"
                                + " IllegalStateException",
                        ask -> {
                            var box = new CompletableFuture<String>();
                            ask.accept(
                                    box::complete,
                                    failure -> {
                                        throw new IllegalStateException(failure);
                                    });
                            return box;
                        })
                .wrong(
                        "a failure of its own",
                        "the failure",
                        ask ->
                                filled(ask, Throwable.class)
                                        .exceptionally(e -> {
                                            throw new IllegalStateException("no genre");
                                        }))
                .tests();
    }
}
