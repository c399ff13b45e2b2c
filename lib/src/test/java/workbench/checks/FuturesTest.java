package workbench.checks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // solutions of readers close a pool by its name
class FuturesTest {

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

    private static String firstInOrder(List<CompletableFuture<String>> futures) {
        RuntimeException last = null;
        for (var future : futures) {
            try {
                return future.join();
            } catch (CompletionException e) {
                last = e;
            }
        }
        throw last;
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
                        "one after the other, on another thread",
                        "and one before it is still at work: \"nothing within a second\"",
                        futures ->
                                CompletableFuture.supplyAsync(
                                        () -> firstInOrder(futures), Thread::startVirtualThread))
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
