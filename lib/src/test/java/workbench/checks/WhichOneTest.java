package workbench.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // solutions of readers close a pool by its name
class WhichOneTest {

    private static List<String> five(String last) {
        return List.of("allOrNothing", "onAllCores", "atATime", "oneByOne", last);
    }

    @TestFactory
    Stream<DynamicTest> fivePatterns() {
        return Solutions.of(WhichOne.FIVE_PATTERNS)
                .right("the five", () -> five("byDeadline"))
                .wrong("none", "patterns: ", () -> List.of())
                .wrong("null", "patterns: ", () -> null)
                .wrong(
                        "all in a loop",
                        "case a: oneByOne is not the one",
                        () -> Collections.nCopies(5, "oneByOne"))
                .wrong(
                        "more than the name",
                        "case e: there is no pattern byDeadline(). Write its name alone",
                        () -> five("byDeadline()"))
                .wrong(
                        "the last is wrong",
                        "case e: allAtOnce is not the one",
                        () -> five("allAtOnce"))
                .tests();
    }

    /** How a job gets its permit. */
    private interface Asking {
        void acquire(Semaphore places) throws InterruptedException;
    }

    private static <T> Callable<T> held(Semaphore places, Asking asking, Callable<T> job) {
        return () -> {
            asking.acquire(places);
            try {
                return job.call();
            } finally {
                places.release();
            }
        };
    }

    private static void askAgainAndAgain(Semaphore places) throws InterruptedException {
        while (!places.tryAcquire(10, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait();
        }
    }

    private static void acquireOrFail(Semaphore places) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> polite() {
        return Solutions.of(WhichOne.POLITE)
                .right("acquire, then try", (places, job) -> held(places, Semaphore::acquire, job))
                .right(
                        "an interrupt in another exception",
                        (places, job) -> held(places, WhichOneTest::acquireOrFail, job))
                .right(
                        "asks again and again",
                        (places, job) -> held(places, WhichOneTest::askAgainAndAgain, job))
                .wrong("null", "polite returned null", (places, job) -> null)
                .wrong(
                        "called when it is made",
                        "jobs that polite itself has called: 1 instead of 0",
                        (places, job) -> {
                            var result = Jobs.orNull(job);
                            return () -> result;
                        })
                .wrong("no permit", " instead of 2", (places, job) -> job)
                .wrong(
                        "keeps the permit of a failure",
                        "permits after a job that failed: 1 instead of 2",
                        (places, job) ->
                                () -> {
                                    places.acquire();
                                    var result = job.call();
                                    places.release();
                                    return result;
                                })
                .wrong(
                        "acquires in the try",
                        "permits, after one who never had one was interrupted: 1 instead of 0",
                        (places, job) ->
                                () -> {
                                    try {
                                        places.acquire();
                                        return job.call();
                                    } finally {
                                        places.release();
                                    }
                                })
                .wrong(
                        "hears no interrupt",
                        "does not end",
                        (places, job) -> held(places, Semaphore::acquireUninterruptibly, job))
                .wrong(
                        "one at a time",
                        "at work at the same time: 1 instead of 2",
                        (places, job) ->
                                () -> {
                                    synchronized (places) {
                                        return job.call();
                                    }
                                })
                .wrong(
                        "a permit when it is made",
                        "permits when polite has returned: 1 instead of 2",
                        (places, job) -> {
                            places.tryAcquire();
                            return job;
                        })
                .wrong(
                        "hides the failure",
                        "the new job returns null",
                        (places, job) -> held(places, Semaphore::acquire, () -> Jobs.orNull(job)))
                .wrong(
                        "wraps the failure",
                        "the new job throws UncheckedIOException",
                        (places, job) ->
                                held(
                                        places,
                                        Semaphore::acquire,
                                        failing(UncheckedIOException::new, job)))
                .wrong(
                        "a failure of its own",
                        "the new job throws another IOException",
                        (places, job) ->
                                held(places, Semaphore::acquire, failing(IOException::new, job)))
                .wrong(
                        "null for whoever is interrupted",
                        "interrupted while it waits for a permit, the job returns null",
                        (places, job) -> {
                            var held = held(places, Semaphore::acquire, job);
                            return () -> {
                                try {
                                    return held.call();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                    return null;
                                }
                            };
                        })
                .tests();
    }

    private static <T> Callable<T> failing(
            Function<IOException, Exception> instead, Callable<T> job) {
        return () -> {
            try {
                return job.call();
            } catch (IOException e) {
                throw instead.apply(e);
            }
        };
    }

    private static <T> Callable<T> twice(Class<? extends Exception> after, Callable<T> job) {
        return () -> {
            try {
                return job.call();
            } catch (Exception e) {
                if (after.isInstance(e)) {
                    return job.call();
                }
                throw e;
            }
        };
    }

    private static List<Callable<String>> allTwice(List<Callable<String>> jobs) {
        return allTwice(IOException.class, jobs);
    }

    private static List<Callable<String>> allTwice(
            Class<? extends Exception> after, List<Callable<String>> jobs) {
        return jobs.stream().map(job -> twice(after, job)).toList();
    }

    private static List<String> orNull(List<Future<String>> futures) {
        return futures.stream().map(Jobs::orNull).toList();
    }

    private static List<String> pool(int threads, Duration deadline, List<Callable<String>> jobs)
            throws InterruptedException {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            return orNull(executor.invokeAll(jobs, deadline.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsThereRight() {
        return Solutions.of(WhichOne.WHAT_IS_THERE)
                .right(
                        "a pool and invokeAll",
                        (places, deadline, jobs) -> pool(places, deadline, allTwice(jobs)))
                .right(
                        "wrapped failures are tried again too",
                        (places, deadline, jobs) ->
                                pool(
                                        places,
                                        deadline,
                                        allTwice(UncheckedIOException.class, allTwice(jobs))))
                .patient(
                        "permits in the tasks",
                        (places, deadline, jobs) -> {
                            var permits = new Semaphore(places);
                            var tasks =
                                    allTwice(jobs).stream()
                                            .map(job -> held(permits, Semaphore::acquire, job))
                                            .toList();
                            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                return orNull(
                                        executor.invokeAll(
                                                tasks, deadline.toMillis(), TimeUnit.MILLISECONDS));
                            }
                        })
                .patient(
                        "futures with the time that is left",
                        (places, deadline, jobs) -> {
                            long end = System.nanoTime() + deadline.toNanos();
                            var results = new ArrayList<String>();
                            try (var executor = Executors.newFixedThreadPool(places)) {
                                var futures =
                                        allTwice(jobs).stream().map(executor::submit).toList();
                                for (var future : futures) {
                                    try {
                                        future.get(
                                                Math.max(0, end - System.nanoTime()),
                                                TimeUnit.NANOSECONDS);
                                    } catch (ExecutionException failed) {
                                        // null below
                                    } catch (TimeoutException late) {
                                        futures.forEach(each -> each.cancel(true));
                                        break;
                                    }
                                }
                                results.addAll(orNull(futures));
                            }
                            return results;
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> whatIsThereWrong() {
        return Solutions.of(WhichOne.WHAT_IS_THERE)
                .wrong("nothing", "results: ", (places, deadline, jobs) -> List.of())
                .wrong(
                        "never twice",
                        "results: ",
                        (places, deadline, jobs) -> pool(places, deadline, jobs))
                .wrong(
                        "no limit",
                        "at work at the same time: ",
                        (places, deadline, jobs) -> pool(jobs.size(), deadline, allTwice(jobs)))
                .wrong(
                        "always two",
                        "at work at the same time: 2 instead of 3",
                        (places, deadline, jobs) -> pool(2, deadline, allTwice(jobs)))
                .wrong(
                        "in sequence",
                        "at work at the same time: 1 instead of 2",
                        (places, deadline, jobs) ->
                                allTwice(jobs).stream().map(Jobs::orNull).toList())
                .wrong(
                        "again after an interrupt",
                        "a job that was interrupted was called again",
                        (places, deadline, jobs) ->
                                pool(
                                        places,
                                        deadline,
                                        allTwice(InterruptedException.class, allTwice(jobs))))
                .wrong(
                        "again after any exception",
                        "calls of a job that throws IllegalStateException: 2 instead of 1",
                        (places, deadline, jobs) ->
                                pool(places, deadline, allTwice(Exception.class, jobs)))
                .wrong(
                        "three times",
                        "calls of a job that always throws IOException: ",
                        (places, deadline, jobs) ->
                                pool(places, deadline, allTwice(allTwice(jobs))))
                .wrong(
                        "leaves them running",
                        "jobs still at work when it returns",
                        (places, deadline, jobs) -> {
                            var executor = Executors.newFixedThreadPool(places);
                            var futures = allTwice(jobs).stream().map(executor::submit).toList();
                            executor.shutdown();
                            executor.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS);
                            var results = orNull(futures);
                            Thread.startVirtualThread(() -> {
                                try {
                                    Thread.sleep(300);
                                } catch (InterruptedException e) {
                                    return;
                                }
                                executor.shutdownNow();
                            });
                            return results;
                        })
                .wrong(
                        "all or nothing",
                        "your code ended with",
                        (places, deadline, jobs) -> {
                            try (var executor = Executors.newFixedThreadPool(places)) {
                                var results = new String[jobs.size()];
                                var futures =
                                        executor.invokeAll(allTwice(jobs), 1, TimeUnit.SECONDS);
                                for (int i = 0; i < results.length; i++) {
                                    results[i] = futures.get(i).get();
                                }
                                return Arrays.asList(results);
                            }
                        })
                .tests();
    }
}
