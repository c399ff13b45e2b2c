package workbench.checks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StartHereTest {

    private static final String ALONE = "jobs under way at the same time: 1 instead of 2";
    private static final String ENDED = "these jobs had ended: ";
    private static final String TEXT = "the text: ";

    @TestFactory
    Stream<DynamicTest> bothAtOnceRight() {
        return Solutions.of(StartHere.BOTH_AT_ONCE)
                .right(
                        "an executor",
                        (one, other) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                threads.submit(one);
                                threads.submit(other);
                            }
                        })
                .right(
                        "a thread for one of them",
                        (one, other) -> {
                            var thread = Thread.startVirtualThread(one);
                            other.run();
                            thread.join();
                        })
                .right(
                        "two platform threads",
                        (one, other) -> {
                            var threads = List.of(new Thread(one), new Thread(other));
                            threads.forEach(Thread::start);
                            for (var thread : threads) {
                                thread.join();
                            }
                        })
                .right(
                        "futures",
                        (one, other) -> {
                            try (var threads = Executors.newFixedThreadPool(2)) {
                                CompletableFuture.allOf(
                                                CompletableFuture.runAsync(one, threads),
                                                CompletableFuture.runAsync(other, threads))
                                        .join();
                            }
                        })
                .right(
                        "a fork/join pool, and a join each",
                        (one, other) -> {
                            try (var pool = new ForkJoinPool(2)) {
                                var first = pool.submit(one);
                                var second = pool.submit(other);
                                first.join();
                                second.join();
                            }
                        })
                .right(
                        "a latch",
                        (one, other) -> {
                            var done = new CountDownLatch(2);
                            for (var job : List.of(one, other)) {
                                Thread.startVirtualThread(() -> {
                                    job.run();
                                    done.countDown();
                                });
                            }
                            done.await();
                        })
                .right(
                        "another thread as coordinator, and a semaphore",
                        (one, other) -> {
                            var done = new Semaphore(0);
                            Thread.startVirtualThread(() -> {
                                var thread = Thread.startVirtualThread(one);
                                other.run();
                                try {
                                    thread.join();
                                } catch (InterruptedException e) {
                                    return;
                                }
                                done.release();
                            });
                            done.acquire();
                        })
                .patient(
                        "waits for a day",
                        (one, other) -> {
                            var threads = Executors.newCachedThreadPool();
                            threads.execute(one);
                            threads.execute(other);
                            threads.shutdown();
                            if (!threads.awaitTermination(1, TimeUnit.DAYS)) {
                                throw new IllegalStateException();
                            }
                        })
                .patient(
                        "looks every now and then",
                        (one, other) -> {
                            var thread = Thread.startVirtualThread(one);
                            var second = Thread.startVirtualThread(other);
                            while (thread.isAlive() || second.isAlive()) {
                                Thread.sleep(5);
                            }
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> bothAtOnceWrong() {
        return Solutions.of(StartHere.BOTH_AT_ONCE)
                .wrong("nothing", ENDED, (one, other) -> {})
                .wrong(
                        "sequential",
                        ALONE,
                        (one, other) -> {
                            one.run();
                            other.run();
                        })
                .wrong(
                        "one thread",
                        ALONE,
                        (one, other) -> {
                            try (var threads = Executors.newSingleThreadExecutor()) {
                                threads.submit(one);
                                threads.submit(other);
                            }
                        })
                .wrong(
                        "waits for the first",
                        ALONE,
                        (one, other) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                threads.submit(one).get();
                                threads.submit(other).get();
                            }
                        })
                .wrong(
                        "not joined",
                        ENDED,
                        (one, other) -> {
                            Thread.startVirtualThread(one);
                            Thread.startVirtualThread(other);
                        })
                .wrong(
                        "joins the first only",
                        ENDED,
                        (one, other) -> {
                            var first = Thread.startVirtualThread(one);
                            Thread.startVirtualThread(other);
                            first.join();
                        })
                .wrong(
                        "joins the second only",
                        ENDED,
                        (one, other) -> {
                            Thread.startVirtualThread(one);
                            Thread.startVirtualThread(other).join();
                        })
                .wrong(
                        "goes on when one of them is done",
                        ENDED,
                        (one, other) -> {
                            var done = new CountDownLatch(1);
                            for (var job : List.of(one, other)) {
                                Thread.startVirtualThread(() -> {
                                    job.run();
                                    done.countDown();
                                });
                            }
                            done.await();
                        })
                .wrong(
                        "one job done again",
                        "times that a job was done: 3 instead of 2",
                        (one, other) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                threads.submit(one);
                                threads.submit(other);
                                threads.submit(one);
                            }
                        })
                .wrong(
                        "one job twice",
                        ENDED,
                        (one, other) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                threads.submit(one);
                                threads.submit(one);
                            }
                        })
                .wrong("sleeps a little", ENDED, started(() -> Thread.sleep(100)))
                .wrong("sleeps long enough", ENDED, started(() -> Thread.sleep(3_000)))
                .wrong(
                        "sleeps again and again",
                        ENDED,
                        started(() -> {
                            for (int i = 0; i < 60; i++) {
                                Thread.sleep(50);
                            }
                        }))
                .wrong("parks", ENDED, started(() -> LockSupport.parkNanos(2_000_000_000)))
                .wrong(
                        "waits for what never comes, for a time",
                        ENDED,
                        started(() -> new CountDownLatch(1).await(2, TimeUnit.SECONDS)))
                .wrong(
                        "joins for a time",
                        ENDED,
                        (one, other) -> {
                            var first = Thread.startVirtualThread(one);
                            var second = Thread.startVirtualThread(other);
                            first.join(500);
                            second.join(500);
                        })
                .wrong(
                        "awaits the end for a second",
                        ENDED,
                        (one, other) -> {
                            var threads = Executors.newFixedThreadPool(2);
                            threads.execute(one);
                            threads.execute(other);
                            threads.shutdown();
                            threads.awaitTermination(1, TimeUnit.SECONDS);
                        })
                .wrong(
                        "a barrier before the jobs is no join",
                        ENDED,
                        (one, other) -> {
                            var barrier = new CyclicBarrier(3);
                            for (var job : List.of(one, other)) {
                                Thread.startVirtualThread(() -> {
                                    try {
                                        barrier.await();
                                    } catch (Exception e) {
                                        return;
                                    }
                                    job.run();
                                });
                            }
                            barrier.await();
                        })
                .wrong(
                        "throws",
                        "your code ended with",
                        (one, other) -> {
                            throw new ExecutionException(new IllegalStateException("no"));
                        })
                .tests();
    }

    /** What waits for a time of its own. */
    private interface Wait {
        void run() throws Exception;
    }

    private static StartHere.BothAtOnce started(Wait wait) {
        return (one, other) -> {
            Thread.startVirtualThread(one);
            Thread.startVirtualThread(other);
            wait.run();
        };
    }

    @TestFactory
    Stream<DynamicTest> meanwhileRight() {
        return Solutions.of(StartHere.MEANWHILE)
                .right(
                        "an executor",
                        (answer, number) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var coming = threads.submit(answer);
                                int computed = number.call();
                                return coming.get() + ": " + computed;
                            }
                        })
                .right(
                        "the number elsewhere",
                        (answer, number) -> {
                            var computed = new FutureTask<>(number);
                            new Thread(computed).start();
                            return answer.call() + ": " + computed.get();
                        })
                .right(
                        "futures that are combined",
                        (answer, number) ->
                                coming(answer)
                                        .thenCombine(coming(number), (a, n) -> a + ": " + n)
                                        .join())
                .right(
                        "both in a pool",
                        (answer, number) -> {
                            try (var threads = Executors.newFixedThreadPool(2)) {
                                var all =
                                        threads.invokeAll(
                                                List.<Callable<Object>>of(
                                                        answer::call, number::call));
                                return all.get(0).get() + ": " + all.get(1).get();
                            }
                        })
                .patient(
                        "waits for an hour",
                        (answer, number) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var coming = threads.submit(answer);
                                int computed = number.call();
                                return coming.get(1, TimeUnit.HOURS) + ": " + computed;
                            }
                        })
                .tests();
    }

    private static <T> CompletableFuture<T> coming(Callable<T> job) {
        var future = new CompletableFuture<T>();
        Thread.startVirtualThread(() -> {
            try {
                future.complete(job.call());
            } catch (Exception e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    @TestFactory
    Stream<DynamicTest> meanwhileWrong() {
        return Solutions.of(StartHere.MEANWHILE)
                .wrong(
                        "sequential",
                        ALONE,
                        (answer, number) -> answer.call() + ": " + number.call())
                .wrong(
                        "asks too soon",
                        ALONE,
                        (answer, number) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                return threads.submit(answer).get()
                                        + ": "
                                        + threads.submit(number).get();
                            }
                        })
                .wrong(
                        "fixed text",
                        TEXT,
                        (answer, number) -> {
                            var coming = coming(answer);
                            coming(number).join();
                            coming.join();
                            return "genre 42: 42";
                        })
                .wrong("does nothing", TEXT, (answer, number) -> null)
                .wrong(
                        "not joined",
                        TEXT,
                        (answer, number) -> {
                            var box = new AtomicReference<String>();
                            coming(answer).thenAccept(box::set);
                            int computed = number.call();
                            return box.get() + ": " + computed;
                        })
                .wrong(
                        "takes what is there",
                        TEXT,
                        (answer, number) -> {
                            var coming = coming(answer);
                            int computed = number.call();
                            return coming.getNow("nothing") + ": " + computed;
                        })
                .wrong(
                        "the number computed twice",
                        "times that a job was called: 3 instead of 2",
                        (answer, number) -> {
                            var coming = coming(answer);
                            coming(number);
                            return coming.join() + ": " + number.call();
                        })
                .wrong(
                        "shows the future",
                        TEXT,
                        (answer, number) -> coming(answer) + ": " + number.call())
                .wrong(
                        "sleeps long enough",
                        TEXT,
                        (answer, number) -> {
                            var coming = coming(answer);
                            int computed = number.call();
                            Thread.sleep(3_000);
                            return coming.getNow("nothing") + ": " + computed;
                        })
                .wrong(
                        "waits for a second",
                        "TimeoutException",
                        (answer, number) -> {
                            var coming = coming(answer);
                            int computed = number.call();
                            return coming.get(1, TimeUnit.SECONDS) + ": " + computed;
                        })
                .wrong(
                        "a text of its own when the time is up",
                        TEXT,
                        (answer, number) -> {
                            var coming = coming(answer).completeOnTimeout("?", 1, TimeUnit.SECONDS);
                            int computed = number.call();
                            while (!coming.isDone()) {
                                Thread.sleep(10);
                            }
                            return coming.join() + ": " + computed;
                        })
                .tests();
    }
}
