package workbench.checks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import workbench.internal.text.Failures;

/** The exercises of 15, Locks. */
public final class Locks {

    /** 15.1. */
    public interface Look {
        String call(ReadWriteLock lock, Callable<String> job) throws Throwable;
    }

    /** 15.2. */
    public interface WithBoth {
        boolean call(Lock one, Lock other, Duration limit, Callable<?> job) throws Throwable;
    }

    /** 15.3. */
    public interface Dinner {
        void call(List<Lock> pans, int meals, IntConsumer cook) throws Throwable;
    }

    static final Exercise<Look> LOOK =
            Exercise.of(
                    "15.1",
                    "Many may look",
                    Look.class,
                    "String look(ReadWriteLock lock, Callable<String> job)",
                    Locks::look);

    static final Exercise<WithBoth> WITH_BOTH =
            Exercise.of(
                    "15.2",
                    "Both or neither",
                    WithBoth.class,
                    "boolean withBoth(Lock one, Lock other, Duration limit, Callable<?> job)",
                    Locks::withBoth);

    static final Exercise<Dinner> DINNER =
            Exercise.of(
                    "15.3",
                    "Pans for all",
                    Dinner.class,
                    "void dinner(List<Lock> pans, int meals, IntConsumer cook)",
                    Locks::dinner);

    static final List<Exercise<?>> EXERCISES = List.of(LOOK, WITH_BOTH, DINNER);

    private static final int LOOKERS = 4;
    private static final int COOKS = 5;
    private static final int EVENINGS = 3; // at most
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration MEAL = Duration.ofMillis(500); // at most, alone
    private static final Duration STUCK = Duration.ofSeconds(4);

    private Locks() {}

    /** What a job of a check fails with. */
    private static final class Burnt extends RuntimeException {
        private static final long serialVersionUID = 1;

        Burnt() {
            super("the eggs are burnt");
        }
    }

    private static void look(Check check, Look solution) throws Throwable {
        var lock = new ReentrantReadWriteLock();
        var meeting = new Meeting(LOOKERS);
        var calls = new AtomicInteger();
        var withoutLock = new AtomicInteger();
        var futures = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < LOOKERS; i++) {
                int eggs = i;
                futures.add(
                        threads.submit(() ->
                                Check.orException(() ->
                                        solution.call(
                                                lock,
                                                () -> {
                                                    calls.incrementAndGet();
                                                    if (lock.getReadHoldCount() == 0) {
                                                        withoutLock.incrementAndGet();
                                                    }
                                                    meeting.attend();
                                                    return eggs + " eggs";
                                                }))));
            }
        }
        var expected = IntStream.range(0, LOOKERS).mapToObj(i -> i + " eggs").toList();
        check.equal("what the looks returned", expected, results(futures));
        check.equal("calls of the job", LOOKERS, calls.get());
        check.equal("jobs that ran at the same time", LOOKERS, meeting.most());
        check.equal("jobs that ran without the read lock", 0, withoutLock.get());
        check.equal("read locks held when all had ended", 0, lock.getReadLockCount());
        waits(check, solution, lock);
        fails(check, () -> solution.call(lock, Locks::burn));
        check.equal("read locks held after a job that failed", 0, lock.getReadLockCount());
    }

    /** Somebody writes, until the one who looks waits for that, and then a moment longer. */
    private static void waits(Check check, Look solution, ReentrantReadWriteLock lock)
            throws Throwable {
        var early = new AtomicInteger();
        var calls = new AtomicInteger();
        var task =
                new FutureTask<>(() ->
                        Check.orException(() ->
                                solution.call(
                                        lock,
                                        () -> {
                                            calls.incrementAndGet();
                                            if (lock.isWriteLocked()) {
                                                early.incrementAndGet();
                                            }
                                            return "0 eggs";
                                        })));
        var thread = Thread.ofPlatform().daemon().unstarted(task);
        lock.writeLock().lock();
        try {
            thread.start();
            for (int look = 0; look < 200 && thread.isAlive() && !lock.hasQueuedThreads(); look++) {
                Thread.sleep(5);
            }
            if (thread.isAlive()) {
                Check.outlast(thread);
            }
        } finally {
            lock.writeLock().unlock();
        }
        check.equal(
                "what a look returned that began while somebody wrote",
                List.of("0 eggs"),
                results(List.of(task)));
        check.equal("calls of its job", 1, calls.get());
        check.equal("calls of its job while somebody wrote", 0, early.get());
    }

    private static String burn() {
        throw new Burnt();
    }

    private static List<String> results(List<Future<String>> futures) throws Throwable {
        var results = new ArrayList<String>();
        for (var future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }
        return results;
    }

    private static void fails(Check check, Check.Action<?> action) {
        String seen;
        try {
            action.call();
            seen = "nothing was thrown";
        } catch (Check.NotYet e) {
            throw e; // it has said what is wrong
        } catch (Throwable e) {
            seen = Failures.reason(e);
            if (Failures.cause(e) instanceof Burnt) {
                seen = "it is passed on";
            }
        }
        check.that(seen.equals("it is passed on"), "a failure of the job: " + seen);
    }

    private static void withBoth(Check check, WithBoth solution) throws Throwable {
        bothAreFree(check, solution);
        var one = new ReentrantLock();
        var other = new ReentrantLock();
        oneIsTaken(check, solution, "second", one, other, other);
        oneIsTaken(check, solution, "first", one, other, one);
        comesFree(check, solution, "second", one, other, other);
        comesFree(check, solution, "first", one, other, one);
        isInterrupted(check, solution, one, other);
    }

    private static void bothAreFree(Check check, WithBoth solution) throws Throwable {
        var one = new ReentrantLock();
        var other = new ReentrantLock();
        var held = new ArrayList<Boolean>();
        boolean done =
                solution.call(
                        one,
                        other,
                        LONG,
                        () ->
                                held.add(
                                        one.isHeldByCurrentThread()
                                                && other.isHeldByCurrentThread()));
        check.equal("with two free locks: returned", true, done);
        check.equal("the job ran with both locks", List.of(true), held);
        bothAreGivenBack(check, "when it was done", one, other);
        fails(check, () -> solution.call(one, other, LONG, Locks::burn));
        bothAreGivenBack(check, "after a job that failed", one, other);
    }

    private static void bothAreGivenBack(
            Check check, String when, ReentrantLock one, ReentrantLock other) {
        int held = (one.isLocked() ? 1 : 0) + (other.isLocked() ? 1 : 0);
        check.equal("locks still held " + when, 0, held);
    }

    /** Another thread has the lock for longer than the limit, though not for ever. */
    private static void oneIsTaken(
            Check check,
            WithBoth solution,
            String which,
            ReentrantLock one,
            ReentrantLock other,
            ReentrantLock taken)
            throws Throwable {
        var calls = new AtomicInteger();
        boolean done =
                whileTaken(
                        taken,
                        STUCK,
                        () -> solution.call(one, other, SHORT, calls::incrementAndGet));
        check.equal("while somebody has the " + which + " lock: returned", false, done);
        check.equal("calls of the job without both locks", 0, calls.get());
        bothAreGivenBack(check, "by whoever gave up", one, other);
    }

    /** Another thread has the lock for a moment, and the limit is far longer. */
    private static void comesFree(
            Check check,
            WithBoth solution,
            String which,
            ReentrantLock one,
            ReentrantLock other,
            ReentrantLock taken)
            throws Throwable {
        var calls = new AtomicInteger();
        boolean done =
                whileTaken(
                        taken,
                        MOMENT,
                        () -> solution.call(one, other, LONG, calls::incrementAndGet));
        check.equal("when the " + which + " lock comes free in time: returned", true, done);
        check.equal("calls of the job then", 1, calls.get());
    }

    private static <T> T whileTaken(Lock taken, Duration time, Check.Action<T> action)
            throws Throwable {
        var holder = new Holder(taken, time);
        try {
            return action.call();
        } finally {
            holder.end();
        }
    }

    /** In time, the interrupt ends it; otherwise the lock comes free, so that nothing is left. */
    private static void isInterrupted(
            Check check, WithBoth solution, ReentrantLock one, ReentrantLock other)
            throws Throwable {
        var task =
                new FutureTask<>(() ->
                        Check.orException(
                                () -> solution.call(one, other, LONG.multipliedBy(12), () -> 1)));
        var thread = Thread.ofPlatform().daemon().unstarted(task);
        String seen;
        var holder = new Holder(other, LONG);
        try {
            thread.start();
            for (int look = 0; look < 200 && !one.isLocked(); look++) {
                Thread.sleep(5);
            }
            Thread.sleep(20);
            thread.interrupt();
            task.get(STUCK.toMillis(), MILLISECONDS);
            seen = "it returned";
        } catch (TimeoutException e) {
            seen = "it waited on";
        } catch (ExecutionException e) {
            seen = Failures.reason(e);
        } finally {
            holder.end();
        }
        thread.join(STUCK.toMillis());
        check.that(seen.startsWith("InterruptedException"), "interrupted while it waited: " + seen);
        bothAreGivenBack(check, "after an interrupt", one, other);
    }

    /** A thread that has a lock until somebody ends it, or until some time has passed. */
    private static final class Holder {
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread thread;

        Holder(Lock lock, Duration time) throws InterruptedException {
            var held = new CountDownLatch(1);
            thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                lock.lock();
                                try {
                                    held.countDown();
                                    over.await(time.toNanos(), TimeUnit.NANOSECONDS);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                } finally {
                                    lock.unlock();
                                }
                            });
            held.await();
        }

        void end() throws InterruptedException {
            over.countDown();
            thread.join();
        }
    }

    private static void dinner(Check check, Dinner solution) throws Throwable {
        var evening = firstEvening(check, solution);
        check.equal("meals of each cook", List.of(3, 3, 3, 3, 3), evening.meals());
        check.equal("meals without both pans", 0, evening.withoutPans.get());
        check.that(
                evening.twoAtOnce(),
                "cooks at work at the same time: " + (evening.twoAtOnce() ? "two or more" : "1"));
        check.equal("pans still held when all had ended", 0, evening.heldPans());
        check.that(
                evening.threads() >= COOKS,
                "threads that cooked, for "
                        + COOKS
                        + " cooks with a thread of their own: "
                        + evening.threads());
        var bad = new Evening(4, Thread.currentThread());
        fails(
                check,
                () -> {
                    bad.run(check, solution, 2, 3);
                    return null;
                });
        for (int i = 0; i < 3; i++) {
            check.equal("meals of cook " + i + ", while cook 3 failed", 2, bad.meals().get(i));
        }
        check.equal("pans still held after a failure", 0, bad.heldPans());
    }

    /**
     * With fewer threads than cooks, the worst case is never met. But where a cook has ended before
     * the last one has begun, as on a busy machine, a pool that grows may use his thread again. So
     * there are several evenings, until there was a thread for each.
     */
    private static Evening firstEvening(Check check, Dinner solution) throws Throwable {
        Evening evening = null;
        for (int i = 0;
                i < EVENINGS
                        && (evening == null || (evening.twoAtOnce() && evening.threads() < COOKS));
                i++) {
            evening = new Evening(COOKS, Thread.currentThread());
            evening.run(check, solution, 3, -1);
        }
        return evening;
    }

    /** Cooks, pans, and what was seen of them. */
    private static final class Evening {
        private final List<Pan> pans;
        private final AtomicIntegerArray meals;
        private final AtomicInteger withoutPans = new AtomicInteger();
        private final AtomicInteger atWork = new AtomicInteger();
        private final CountDownLatch two = new CountDownLatch(1);
        private final Meeting begin;
        private final Set<Thread> begun = ConcurrentHashMap.newKeySet();
        private final Set<Thread> cooked = ConcurrentHashMap.newKeySet();
        private final AtomicReference<Thread> failed = new AtomicReference<>();
        private final AtomicReference<String> stuck = new AtomicReference<>();
        private final Thread you;

        Evening(int cooks, Thread you) {
            this.you = you;
            meals = new AtomicIntegerArray(cooks);
            begin = new Meeting(cooks, Duration.ofMillis(300));
            pans = IntStream.range(0, cooks).mapToObj(i -> new Pan()).toList();
        }

        /**
         * Has the solution cook.
         *
         * @param failing the cook who fails; none if below 0
         */
        void run(Check check, Dinner solution, int meals, int failing) throws Throwable {
            try {
                solution.call(List.copyOf(pans), meals, cook -> cook(cook, failing));
            } finally {
                var how = stuck.get();
                check.that(how == null, how == null ? "nobody stood still" : how);
            }
        }

        private void cook(int cook, int failing) {
            cooked.add(Thread.currentThread());
            if (cook == failing) {
                failed.set(Thread.currentThread());
                throw new Burnt();
            }
            if (!pans.get(cook).isMine() || !pans.get((cook + 1) % pans.size()).isMine()) {
                withoutPans.incrementAndGet();
            }
            work();
            if (meals().stream().mapToInt(i -> i).sum() == 3 * meals.length() - 1) {
                Check.outlast(you);
            }
            meals.incrementAndGet(cook);
        }

        /** Waits for a second one at work, until two have been seen, or for a while. */
        private void work() {
            if (atWork.incrementAndGet() >= 2) {
                two.countDown();
            }
            try {
                two.await(MEAL.toMillis(), MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                LockSupport.parkNanos(MILLISECONDS.toNanos(1));
                atWork.decrementAndGet();
            }
        }

        boolean twoAtOnce() {
            return two.getCount() == 0;
        }

        List<Integer> meals() {
            return IntStream.range(0, meals.length()).mapToObj(meals::get).toList();
        }

        int threads() {
            return cooked.size();
        }

        int heldPans() {
            return (int) pans.stream().filter(pan -> pan.lock.isLocked()).count();
        }

        /**
         * A fair lock, so that nobody cooks again while another waits for his pan. With its first
         * one, each thread waits until all others have one too, or for a moment. Should all stand
         * still then, each waiting for a second one, nothing could end them: so after some seconds
         * that wait ends with an error.
         */
        private final class Pan implements Lock {
            private final ReentrantLock lock = new ReentrantLock(true);
            private volatile Thread holder;

            boolean isMine() {
                return lock.isHeldByCurrentThread();
            }

            private void got() {
                holder = Thread.currentThread();
                if (begun.add(Thread.currentThread())) {
                    begin.attend();
                }
            }

            private void isStuck() {
                var thread = failed.get();
                stuck.compareAndSet(
                        null,
                        thread != null && pans.stream().anyMatch(pan -> pan.holder == thread)
                                ? "the cook who failed kept his pans, and others waited for them"
                                        + " in vain"
                                : "the cooks stood still, each with one pan in his hand");
                throw new IllegalStateException("nobody gave a pan back");
            }

            @Override
            public void lock() {
                boolean interrupted = false;
                boolean mine = false;
                long end = System.nanoTime() + STUCK.toNanos();
                while (!mine) {
                    try {
                        mine = lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                        if (!mine) {
                            isStuck();
                        }
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                got();
            }

            @Override
            public void lockInterruptibly() throws InterruptedException {
                if (!lock.tryLock(STUCK.toNanos(), TimeUnit.NANOSECONDS)) {
                    isStuck();
                }
                got();
            }

            @Override
            public boolean tryLock() {
                boolean mine = lock.tryLock();
                if (mine) {
                    got();
                }
                return mine;
            }

            @Override
            public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
                boolean mine = lock.tryLock(time, unit);
                if (mine) {
                    got();
                }
                return mine;
            }

            @Override
            public void unlock() {
                if (lock.getHoldCount() == 1) {
                    holder = null;
                }
                lock.unlock();
            }

            @Override
            public Condition newCondition() {
                return lock.newCondition();
            }
        }
    }
}
