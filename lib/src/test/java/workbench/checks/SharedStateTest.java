package workbench.checks;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
                        "loans after 2 calls at the same time, with 5 before: ",
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
                .wrong(
                        "never",
                        "1 reader for a book with 3 copies: readers who got one: 0",
                        (_, _) -> false)
                .wrong(
                        "sequential",
                        "2 readers for a book with 1 copy: readers who got one: 2 instead of 1",
                        SharedStateTest::takeInSteps)
                .wrong(
                        "always",
                        "1 reader for a book with 3 copies: copies left: 3 instead of 2",
                        (_, _) -> true)
                .wrong(
                        "takes first, looks later",
                        "the number fell to -1, and never may be below 0",
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
                        "2 readers for a book with 2 copies: readers who got one: 1 instead of 2",
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
                .right(
                        "only who loads takes out the failure",
                        (cache, key, load) ->
                                loadByTask(cache, key, load, page -> cache.remove(key)))
                .right(
                        "all take out this failure",
                        (cache, key, load) ->
                                loadByAll(cache, key, load, page -> cache.remove(key, page)))
                .right(
                        "on virtual threads",
                        (cache, key, load) -> loadOn(cache, key, load, Thread::startVirtualThread))
                .wrong(
                        "all take out whatever is there",
                        "already loaded anew after the failure: 1 instead of 0",
                        (cache, key, load) ->
                                loadByAll(cache, key, load, page -> cache.remove(key)))
                .wrong(
                        "a box that an Error leaves empty",
                        "what one gets that waits for it, when load fails with an Error: \"it waits",
                        (cache, key, load) -> {
                            var box = new CompletableFuture<String>();
                            var before = cache.putIfAbsent(key, box);
                            if (before != null) {
                                return before.get();
                            }
                            try {
                                box.complete(load.call());
                                return box.get();
                            } catch (Exception e) {
                                cache.remove(key, box);
                                box.completeExceptionally(e);
                                throw e;
                            }
                        })
                .wrong(
                        "on the common pool",
                        "keys under way at the same time: ",
                        (cache, key, load) -> loadOn(cache, key, load, ForkJoinPool.commonPool()))
                .wrong("nothing", "calls of load, when three ask", (_, _, _) -> null)
                .wrong(
                        "no cache",
                        "ask at the same time: 3 instead of 1",
                        (_, _, load) -> load.call())
                .wrong(
                        "sequential",
                        "calls of load, when three ask at the same time: 3 instead of 1",
                        (cache, key, load) -> {
                            if (!cache.containsKey(key)) {
                                cache.put(key, CompletableFuture.completedFuture(load.call()));
                            }
                            return cache.get(key).get();
                        })
                .wrong(
                        "loads first",
                        "calls of load, when three ask at the same time: 3 instead of 1",
                        (cache, key, load) -> {
                            var loaded = CompletableFuture.completedFuture(load.call());
                            cache.putIfAbsent(key, loaded);
                            return cache.get(key).get();
                        })
                .wrong(
                        "loads in computeIfAbsent",
                        "loads of 2 keys under way at the same time: 1 instead of 2",
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
                        "loads of 2 keys under way at the same time: 1 instead of 2",
                        (cache, key, load) -> {
                            synchronized (cache) {
                                return loadByTask(cache, key, load);
                            }
                        })
                .wrong(
                        "keeps a failure",
                        "what the next one gets, whose load is good: \"the failure\"",
                        (cache, key, load) -> loadByTask(cache, key, load, page -> {}))
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
        return loadByTask(cache, key, load, page -> cache.remove(key, page));
    }

    /** Only who loads takes a failure out. */
    private static String loadByTask(
            ConcurrentMap<String, Future<String>> cache,
            String key,
            Callable<String> load,
            Consumer<Future<String>> out)
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
            out.accept(task);
            throw e;
        }
    }

    /** Whoever hears of a failure takes it out. */
    private static String loadByAll(
            ConcurrentMap<String, Future<String>> cache,
            String key,
            Callable<String> load,
            Consumer<Future<String>> out)
            throws Exception {
        var task = new FutureTask<>(load);
        var before = cache.putIfAbsent(key, task);
        if (before == null) {
            task.run();
        }
        var page = before == null ? task : before;
        try {
            return page.get();
        } catch (ExecutionException e) {
            out.accept(page);
            throw e;
        }
    }

    private static String loadOn(
            ConcurrentMap<String, Future<String>> cache,
            String key,
            Callable<String> load,
            Executor executor)
            throws Exception {
        var page =
                cache.computeIfAbsent(
                        key,
                        _ -> {
                            var task = new FutureTask<>(load);
                            executor.execute(task);
                            return task;
                        });
        try {
            return page.get();
        } catch (ExecutionException e) {
            cache.remove(key, page);
            throw e;
        }
    }
}
