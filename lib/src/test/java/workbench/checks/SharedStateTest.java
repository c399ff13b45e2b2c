package workbench.checks;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SharedStateTest {

    private final ReentrantLock lock = new ReentrantLock();

    @TestFactory
    Stream<DynamicTest> noteLoan() {
        return Solutions.of(SharedState.NOTE_LOAN)
                .right("merge", (loans, book) -> loans.merge(book, 1, Integer::sum))
                .right(
                        "compute",
                        (loans, book) -> loans.compute(book, (_, n) -> n == null ? 1 : n + 1))
                .right(
                        "put a zero, then count",
                        (loans, book) -> {
                            loans.putIfAbsent(book, 0);
                            loans.computeIfPresent(book, (_, n) -> n + 1);
                        })
                .right(
                        "look, and replace what was seen",
                        (loans, book) -> {
                            loans.putIfAbsent(book, 0);
                            Integer seen;
                            do {
                                seen = loans.get(book);
                            } while (!loans.replace(book, seen, seen + 1));
                        })
                .right(
                        "the map as a lock",
                        (loans, book) -> {
                            synchronized (loans) {
                                loans.put(book, loans.getOrDefault(book, 0) + 1);
                            }
                        })
                .wrong("nothing", "loans after 1 call", (_, _) -> {})
                .wrong(
                        "sequential",
                        "loans after 2 calls at the same time: ",
                        (loans, book) -> loans.put(book, loans.getOrDefault(book, 0) + 1))
                .wrong(
                        "two atomic steps",
                        "loans after 2 calls at the same time: ",
                        (loans, book) -> {
                            if (loans.putIfAbsent(book, 1) != null) {
                                loans.put(book, loans.get(book) + 1);
                            }
                        })
                .wrong(
                        "looks, then merges or puts",
                        "loans after 2 calls at the same time: ",
                        (loans, book) -> {
                            if (loans.containsKey(book)) {
                                loans.merge(book, 1, Integer::sum);
                            } else {
                                loans.put(book, 1);
                            }
                        })
                .wrong(
                        "sets it to one",
                        "loans after 2 calls at the same time: ",
                        (loans, book) -> loans.merge(book, 1, (_, one) -> one))
                .wrong(
                        "counts all books",
                        "loans after 1 call: ",
                        (loans, book) -> {
                            loans.putIfAbsent(book, 0);
                            loans.replaceAll((_, n) -> n + 1);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> takeCopy() {
        return Solutions.of(SharedState.TAKE_COPY)
                .right(
                        "look, and replace what was seen",
                        (copies, book) -> {
                            while (true) {
                                var seen = copies.get(book);
                                if (seen == null || seen == 0) {
                                    return false;
                                }
                                if (copies.replace(book, seen, seen - 1)) {
                                    return true;
                                }
                            }
                        })
                .right(
                        "computes, and notes it",
                        (copies, book) -> {
                            var taken = new AtomicBoolean();
                            copies.computeIfPresent(
                                    book,
                                    (_, n) -> {
                                        taken.set(n > 0);
                                        return n > 0 ? n - 1 : n;
                                    });
                            return taken.get();
                        })
                .right(
                        "the last one takes the book out",
                        (copies, book) -> {
                            boolean[] taken = {false};
                            copies.computeIfPresent(
                                    book,
                                    (_, n) -> {
                                        taken[0] = n > 0;
                                        return n > 1 ? n - 1 : null;
                                    });
                            return taken[0];
                        })
                .right(
                        "a lock",
                        (copies, book) -> {
                            lock.lock();
                            try {
                                return takeInSteps(copies, book);
                            } finally {
                                lock.unlock();
                            }
                        })
                .wrong("never", "copies given to readers", (_, _) -> false)
                .wrong(
                        "sequential",
                        "copies given to readers, out of 2 with 1 on the shelf: 2 instead of 1",
                        SharedStateTest::takeInSteps)
                .wrong(
                        "always",
                        "copies left of 1 with 3 on the shelf: 3 instead of 2",
                        (_, _) -> true)
                .wrong(
                        "takes first, looks later",
                        "the smallest number in the map: -1",
                        (copies, book) -> {
                            if (!copies.containsKey(book)) {
                                return false;
                            }
                            if (copies.merge(book, -1, Integer::sum) >= 0) {
                                return true;
                            }
                            copies.merge(book, 1, Integer::sum);
                            return false;
                        })
                .wrong(
                        "gives up when another was faster",
                        "copies given to readers, out of 2 with 2 on the shelf: 1 instead of 2",
                        (copies, book) -> {
                            var seen = copies.getOrDefault(book, 0);
                            return seen > 0 && copies.replace(book, seen, seen - 1);
                        })
                .wrong(
                        "an unknown book is put on the list",
                        "copies after it",
                        (copies, book) -> {
                            var taken = new AtomicBoolean();
                            copies.compute(
                                    book,
                                    (_, n) -> {
                                        taken.set(n != null && n > 0);
                                        return n == null ? 0 : n > 0 ? n - 1 : n;
                                    });
                            return taken.get();
                        })
                .tests();
    }

    private static boolean takeInSteps(ConcurrentMap<String, Integer> copies, String book) {
        var seen = copies.getOrDefault(book, 0);
        if (seen == 0) {
            return false;
        }
        copies.put(book, seen - 1);
        return true;
    }

    @TestFactory
    Stream<DynamicTest> loadOnce() {
        return Solutions.of(SharedState.LOAD_ONCE)
                .right("a task, put if absent", SharedStateTest::loadByTask)
                .right(
                        "looks first",
                        (cache, key, load) -> {
                            var there = cache.get(key);
                            return there != null ? there.get() : loadByTask(cache, key, load);
                        })
                .right(
                        "a task that everybody runs",
                        (cache, key, load) -> {
                            var future = cache.computeIfAbsent(key, _ -> new FutureTask<>(load));
                            ((FutureTask<String>) future).run();
                            try {
                                return future.get();
                            } catch (ExecutionException e) {
                                cache.remove(key, future);
                                throw e;
                            }
                        })
                .right(
                        "a box",
                        (cache, key, load) -> {
                            var box = new CompletableFuture<String>();
                            var before = cache.putIfAbsent(key, box);
                            if (before != null) {
                                return before.get();
                            }
                            try {
                                box.complete(load.call());
                            } catch (Throwable e) {
                                cache.remove(key);
                                box.completeExceptionally(e);
                            }
                            return box.get();
                        })
                .wrong("nothing", "results of three at the same time", (_, _, _) -> null)
                .wrong("no cache", "results of three at the same time", (_, _, load) -> load.call())
                .wrong(
                        "sequential",
                        "results of three at the same time",
                        (cache, key, load) -> {
                            if (!cache.containsKey(key)) {
                                cache.put(key, CompletableFuture.completedFuture(load.call()));
                            }
                            return cache.get(key).get();
                        })
                .wrong(
                        "loads first",
                        "loads: 3 instead of 1",
                        (cache, key, load) -> {
                            var loaded = CompletableFuture.completedFuture(load.call());
                            cache.putIfAbsent(key, loaded);
                            return cache.get(key).get();
                        })
                .wrong(
                        "loads in computeIfAbsent",
                        "loads of two keys under way at the same time: 1 instead of 2",
                        (cache, key, load) ->
                                cache.computeIfAbsent(
                                                key,
                                                _ -> {
                                                    var task = new FutureTask<>(load);
                                                    task.run();
                                                    return task;
                                                })
                                        .get())
                .wrong(
                        "one lock for all",
                        "loads of two keys under way at the same time: 1 instead of 2",
                        (cache, key, load) -> {
                            synchronized (cache) {
                                return loadByTask(cache, key, load);
                            }
                        })
                .wrong(
                        "keeps a failure",
                        "what the next one gets, whose load is good: \"the failure\"",
                        (cache, key, load) -> {
                            var task = new FutureTask<>(load);
                            var before = cache.putIfAbsent(key, task);
                            if (before != null) {
                                return before.get();
                            }
                            task.run();
                            return task.get();
                        })
                .wrong(
                        "a failure becomes null",
                        "what two get when the load fails",
                        (cache, key, load) -> {
                            try {
                                return loadByTask(cache, key, load);
                            } catch (ExecutionException e) {
                                return null;
                            }
                        })
                .tests();
    }

    private static String loadByTask(
            ConcurrentMap<String, Future<String>> cache, String key, Callable<String> load)
            throws Exception {
        var task = new FutureTask<>(load);
        var before = cache.putIfAbsent(key, task);
        if (before != null) {
            return before.get();
        }
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            cache.remove(key, task);
            throw e;
        }
    }
}
