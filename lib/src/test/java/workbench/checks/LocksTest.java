package workbench.checks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.Crew;

@Execution(ExecutionMode.CONCURRENT)
class LocksTest {

    @TestFactory
    Stream<DynamicTest> look() {
        return Solutions.of(Locks.LOOK)
                .right("lock", (lock, job) -> holding(lock.readLock(), job))
                .right(
                        "lockInterruptibly",
                        (lock, job) -> {
                            lock.readLock().lockInterruptibly();
                            return done(lock.readLock(), job);
                        })
                .patient(
                        "tries with a long limit",
                        (lock, job) ->
                                lock.readLock().tryLock(1, TimeUnit.MINUTES)
                                        ? done(lock.readLock(), job)
                                        : "")
                .wrong("nothing", "what the looks returned", (lock, job) -> "")
                .wrong(
                        "does not wait",
                        "what a look returned that began while somebody wrote: ",
                        (lock, job) ->
                                lock.readLock().tryLock() ? done(lock.readLock(), job) : null)
                .wrong(
                        "waits for a second",
                        "what a look returned that began while somebody wrote: ",
                        (lock, job) ->
                                lock.readLock().tryLock(1, TimeUnit.SECONDS)
                                        ? done(lock.readLock(), job)
                                        : null)
                .wrong("no lock", "without the read lock: 4", (lock, job) -> job.call())
                .wrong(
                        "the write lock",
                        "ran at the same time: 1 instead of 4",
                        (lock, job) -> holding(lock.writeLock(), job))
                .wrong(
                        "synchronized",
                        "ran at the same time: 1 instead of 4",
                        (lock, job) -> {
                            synchronized (lock) {
                                return job.call();
                            }
                        })
                .wrong(
                        "kept",
                        "read locks held when all had ended: 4",
                        (lock, job) -> {
                            lock.readLock().lock();
                            return job.call();
                        })
                .wrong(
                        "kept when the job fails",
                        "read locks held after a job that failed: 1",
                        (lock, job) -> {
                            lock.readLock().lock();
                            var result = job.call();
                            lock.readLock().unlock();
                            return result;
                        })
                .wrong(
                        "given back before the job",
                        "without the read lock: 4",
                        (lock, job) -> {
                            lock.readLock().lock();
                            lock.readLock().unlock();
                            return job.call();
                        })
                .wrong(
                        "a failure swallowed",
                        "a failure of the job: nothing was thrown",
                        (lock, job) -> {
                            try {
                                return holding(lock.readLock(), job);
                            } catch (Exception e) {
                                return "";
                            }
                        })
                .wrong(
                        "the job twice",
                        "calls of the job: 8",
                        (lock, job) -> {
                            var _ = holding(lock.readLock(), job);
                            return holding(lock.readLock(), job);
                        })
                .tests();
    }

    private static <T> T holding(Lock lock, Callable<T> job) throws Exception {
        lock.lock();
        return done(lock, job);
    }

    /** Does the job, and gives a lock back that is held. */
    private static <T> T done(Lock held, Callable<T> job) throws Exception {
        try {
            return job.call();
        } finally {
            held.unlock();
        }
    }

    private static boolean isDone(Lock held, Callable<?> job) throws Exception {
        done(held, job);
        return true;
    }

    private static boolean inside(Lock one, Lock other, LongSupplier left, Callable<?> job)
            throws Exception {
        return one.tryLock(left.getAsLong(), NANOSECONDS)
                && done(
                        one,
                        () -> other.tryLock(left.getAsLong(), NANOSECONDS) && isDone(other, job));
    }

    private static boolean tried(Lock one, Lock other, Callable<?> job) throws Exception {
        return one.tryLock() && done(one, () -> other.tryLock() && isDone(other, job));
    }

    /** Somebody who waits for a moment. */
    private interface Pause {
        void take() throws InterruptedException;
    }

    private static void randomPause() throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextInt(1, 5));
    }

    private static boolean againAndAgain(
            Lock one, Lock other, Duration limit, Callable<?> job, Pause pause) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (tried(one, other, job)) {
                return true;
            }
            pause.take();
        }
        return false;
    }

    /** An interrupt while it waits for the other leaves the first one locked. */
    private static boolean gotBoth(Lock one, Lock other, Duration limit)
            throws InterruptedException {
        if (!one.tryLock(limit.toNanos(), NANOSECONDS)) {
            return false;
        }
        if (!other.tryLock(limit.toNanos(), NANOSECONDS)) {
            one.unlock();
            return false;
        }
        return true;
    }

    @TestFactory
    Stream<DynamicTest> withBoth() {
        return Solutions.of(Locks.WITH_BOTH)
                .right(
                        "one inside the other",
                        (one, other, limit, job) -> inside(one, other, limit::toNanos, job))
                .right(
                        "one limit for both",
                        (one, other, limit, job) -> {
                            long end = System.nanoTime() + limit.toNanos();
                            return inside(one, other, () -> end - System.nanoTime(), job);
                        })
                .right(
                        "again and again, with a random pause",
                        (one, other, limit, job) ->
                                againAndAgain(one, other, limit, job, LocksTest::randomPause))
                .wrong(
                        "nothing",
                        "with two free locks: returned",
                        (one, other, limit, job) -> false)
                .wrong(
                        "no locks",
                        "the job ran with both locks",
                        (one, other, limit, job) -> {
                            job.call();
                            return true;
                        })
                .wrong(
                        "synchronized",
                        "the job ran with both locks",
                        (one, other, limit, job) -> {
                            synchronized (one) {
                                synchronized (other) {
                                    job.call();
                                    return true;
                                }
                            }
                        })
                .wrong(
                        "waits as long as it takes",
                        "while somebody has the second lock: returned",
                        (one, other, limit, job) -> {
                            holding(one, () -> holding(other, job));
                            return true;
                        })
                .wrong(
                        "waits as long as it takes for the first",
                        "while somebody has the first lock: returned",
                        (one, other, limit, job) -> {
                            one.lock();
                            return done(
                                    one,
                                    () ->
                                            other.tryLock(limit.toNanos(), NANOSECONDS)
                                                    && isDone(other, job));
                        })
                .wrong(
                        "does not wait",
                        "when the second lock comes free in time: returned",
                        (one, other, limit, job) -> tried(one, other, job))
                .wrong(
                        "keeps the first when it gives up",
                        "locks still held by whoever gave up: 1",
                        (one, other, limit, job) -> {
                            if (!one.tryLock(limit.toNanos(), NANOSECONDS)
                                    || !other.tryLock(limit.toNanos(), NANOSECONDS)) {
                                return false;
                            }
                            return done(one, () -> isDone(other, job));
                        })
                .wrong(
                        "keeps both when the job fails",
                        "locks still held after a job that failed: 2",
                        (one, other, limit, job) -> {
                            if (!gotBoth(one, other, limit)) {
                                return false;
                            }
                            job.call();
                            other.unlock();
                            one.unlock();
                            return true;
                        })
                .wrong(
                        "keeps the first when interrupted",
                        "locks still held after an interrupt: 1",
                        (one, other, limit, job) -> {
                            if (!gotBoth(one, other, limit)) {
                                return false;
                            }
                            try {
                                job.call();
                                return true;
                            } finally {
                                other.unlock();
                                one.unlock();
                            }
                        })
                .wrong(
                        "does not hear an interrupt",
                        "interrupted while it waited: it waited on",
                        (one, other, limit, job) ->
                                againAndAgain(one, other, limit, job, Thread::onSpinWait))
                .tests();
    }

    /** What one cook does to get both pans, and with them. */
    private interface Way {
        void meal(Lock left, Lock right, int cook, Runnable meal) throws Exception;
    }

    /** Each cook on a thread of his own, who goes for his pans in some way. */
    private static Locks.Dinner cooks(Way way) {
        return cooks(Executors::newVirtualThreadPerTaskExecutor, way);
    }

    private static Locks.Dinner cooks(Supplier<ExecutorService> executor, Way way) {
        return (pans, meals, cook) -> {
            var futures = new ArrayList<Future<?>>();
            try (var threads = executor.get()) {
                for (int i = 0; i < pans.size(); i++) {
                    int number = i;
                    futures.add(
                            threads.submit(() -> {
                                for (int meal = 0; meal < meals; meal++) {
                                    way.meal(
                                            pans.get(number),
                                            pans.get((number + 1) % pans.size()),
                                            number,
                                            () -> cook.accept(number));
                                }
                                return null;
                            }));
                }
            }
            for (var future : futures) {
                future.get();
            }
        };
    }

    private static void firstLeft(Lock left, Lock right, int cook, Runnable meal) {
        both(left, right, meal);
    }

    private static void both(Lock first, Lock second, Runnable meal) {
        first.lock();
        try {
            second.lock();
            try {
                meal.run();
            } finally {
                second.unlock();
            }
        } finally {
            first.unlock();
        }
    }

    private static void inOrder(Lock left, Lock right, int cook, Runnable meal, List<Lock> pans) {
        boolean last = cook == pans.size() - 1;
        both(last ? right : left, last ? left : right, meal);
    }

    /** An interrupt ends a wait. */
    private static void cookOrEndAll(IntConsumer cook, int number, AtomicBoolean over) {
        try {
            cook.accept(number);
        } catch (RuntimeException e) {
            over.set(true); // before the pans go back, or the next one may still eat
            throw e;
        }
    }

    private static void holdingInOrder(List<Lock> pans, int cook, Runnable meal) throws Exception {
        int next = (cook + 1) % pans.size();
        var first = pans.get(Math.min(cook, next));
        var second = pans.get(Math.max(cook, next));
        first.lockInterruptibly();
        try {
            second.lockInterruptibly();
            done(second, Executors.callable(meal));
        } finally {
            first.unlock();
        }
    }

    @TestFactory
    Stream<DynamicTest> dinnerRight() {
        return Solutions.of(Locks.DINNER)
                .right(
                        "in order",
                        (pans, meals, cook) ->
                                cooks((left, right, i, meal) -> inOrder(left, right, i, meal, pans))
                                        .call(pans, meals, cook))
                .right(
                        "even cooks first left, odd cooks first right",
                        cooks((left, right, i, meal) ->
                                both(i % 2 == 0 ? left : right, i % 2 == 0 ? right : left, meal)))
                .right(
                        "both or neither, and a random pause",
                        cooks((left, right, i, meal) -> {
                            while (!tried(left, right, Executors.callable(meal))) {
                                randomPause();
                            }
                        }))
                .right("platform threads", LocksTest::onPlatformThreads)
                .right(
                        "a pool that grows",
                        (pans, meals, cook) ->
                                cooks(
                                                Executors::newCachedThreadPool,
                                                (left, right, i, meal) ->
                                                        inOrder(left, right, i, meal, pans))
                                        .call(pans, meals, cook))
                .right(
                        "all but one at the table",
                        (pans, meals, cook) -> {
                            var table = new Semaphore(pans.size() - 1);
                            cooks(
                                            (left, right, i, meal) -> {
                                                table.acquire();
                                                try {
                                                    both(left, right, meal);
                                                } finally {
                                                    table.release();
                                                }
                                            })
                                    .call(pans, meals, cook);
                        })
                .tests();
    }

    private static void onPlatformThreads(List<Lock> pans, int meals, IntConsumer cook)
            throws Exception {
        var threads = new ArrayList<Thread>();
        var failures = new ArrayList<RuntimeException>();
        for (int i = 0; i < pans.size(); i++) {
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    for (int meal = 0; meal < meals; meal++) {
                                        inOrder(
                                                pans.get(number),
                                                pans.get((number + 1) % pans.size()),
                                                number,
                                                () -> cook.accept(number),
                                                pans);
                                    }
                                } catch (RuntimeException e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    @TestFactory
    Stream<DynamicTest> dinnerWrong() {
        return Solutions.of(Locks.DINNER)
                .wrong("nothing", "meals of each cook", (pans, meals, cook) -> {})
                .wrong(
                        "first left, then right",
                        "the cooks stood still",
                        cooks(LocksTest::firstLeft))
                .wrong(
                        "first left, then right, on two threads",
                        "for 5 cooks with a thread of their own: 2",
                        cooks(() -> Executors.newFixedThreadPool(2), LocksTest::firstLeft))
                .wrong(
                        "first left, then right, on a thread less",
                        "for 5 cooks with a thread of their own: 4",
                        cooks(() -> Executors.newFixedThreadPool(4), LocksTest::firstLeft))
                .wrong(
                        "pans kept after a failure",
                        "the cook who failed kept his pans, and others waited for them in vain",
                        (pans, meals, cook) ->
                                cooks(
                                                (left, right, i, meal) -> {
                                                    boolean last = i == pans.size() - 1;
                                                    (last ? right : left).lock();
                                                    (last ? left : right).lock();
                                                    meal.run();
                                                    left.unlock();
                                                    right.unlock();
                                                })
                                        .call(pans, meals, cook))
                .wrong(
                        "the others ended by a failure",
                        ", while cook 3 failed: ",
                        (pans, meals, cook) -> {
                            var over = new AtomicBoolean();
                            Crew.threads(pans.size())
                                    .run(i -> {
                                        for (int meal = 0; meal < meals; meal++) {
                                            holdingInOrder(
                                                    pans,
                                                    i,
                                                    () -> {
                                                        if (!over.get()) {
                                                            cookOrEndAll(cook, i, over);
                                                        }
                                                    });
                                        }
                                    });
                        })
                .wrong(
                        "first left, then right, and interruptible",
                        "the cooks stood still",
                        cooks((left, right, i, meal) -> {
                            left.lockInterruptibly();
                            try {
                                right.lockInterruptibly();
                                try {
                                    meal.run();
                                } finally {
                                    right.unlock();
                                }
                            } finally {
                                left.unlock();
                            }
                        }))
                .wrong(
                        "without pans",
                        "meals without both pans: 15",
                        cooks((left, right, i, meal) -> meal.run()))
                .wrong(
                        "with one pan",
                        "meals without both pans: 15",
                        cooks((left, right, i, meal) -> {
                            left.lock();
                            try {
                                meal.run();
                            } finally {
                                left.unlock();
                            }
                        }))
                .wrong(
                        "sequential",
                        "cooks at work at the same time: 1",
                        (pans, meals, cook) -> {
                            for (int meal = 0; meal < meals; meal++) {
                                for (int i = 0; i < pans.size(); i++) {
                                    int number = i;
                                    both(
                                            pans.get(i),
                                            pans.get((i + 1) % pans.size()),
                                            () -> cook.accept(number));
                                }
                            }
                        })
                .wrong(
                        "one cook in the kitchen",
                        "cooks at work at the same time: 1",
                        (pans, meals, cook) -> {
                            var kitchen = new Object();
                            cooks(
                                            (left, right, i, meal) -> {
                                                synchronized (kitchen) {
                                                    both(left, right, meal);
                                                }
                                            })
                                    .call(pans, meals, cook);
                        })
                .wrong(
                        "not waited for",
                        "meals of each cook",
                        (pans, meals, cook) ->
                                Thread.startVirtualThread(() -> {
                                    try {
                                        onPlatformThreads(pans, meals, cook);
                                    } catch (Exception e) {
                                        // Nobody asks.
                                    }
                                }))
                .wrong(
                        "a failure swallowed",
                        "a failure of the job: nothing was thrown",
                        (pans, meals, cook) ->
                                onPlatformThreads(
                                        pans,
                                        meals,
                                        i -> {
                                            try {
                                                cook.accept(i);
                                            } catch (RuntimeException e) {
                                                // Swallowed.
                                            }
                                        }))
                .tests();
    }
}
