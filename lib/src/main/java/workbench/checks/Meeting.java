package workbench.checks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Evidence that tasks overlap, without a clock: a place where tasks wait until so many of them are
 * there at the same time. Tasks that run one after another never meet.
 *
 * <p>Each time that enough tasks wait, all of these go on in the same moment, and the next ones
 * wait for one another again. So that a program whose tasks cannot meet still ends, a task waits
 * for a limited time; after each wait in vain, the next ones wait for a quarter of it only.
 * Thread-safe; waiting does not hold a carrier.
 */
final class Meeting {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final int size;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private Round round = new Round();
    private long patience;

    /** Those who wait for one another. */
    private static final class Round {
        final CountDownLatch over = new CountDownLatch(1);
        int waiting;
        volatile boolean met;
    }

    /**
     * A place for so many tasks to meet; each waits three seconds at most.
     *
     * @throws IllegalArgumentException if there are fewer than one
     */
    Meeting(int size) {
        this(size, PATIENCE);
    }

    Meeting(int size, Duration patience) {
        if (size < 1) throw new IllegalArgumentException("A meeting needs at least one task.");
        this.size = size;
        this.patience = patience.toNanos();
    }

    /**
     * Comes in, waits for the others and goes out again. An interrupt ends the wait, and is kept
     * for the caller to see.
     *
     * @return whether they met
     */
    boolean attend() {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            return await();
        } finally {
            inside.decrementAndGet();
        }
    }

    private boolean await() {
        Round mine;
        long longest;
        lock.lock();
        try {
            mine = round;
            longest = patience;
            if (++mine.waiting == size) end(true);
        } finally {
            lock.unlock();
        }
        try {
            if (mine.over.await(longest, TimeUnit.NANOSECONDS)) return mine.met;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            if (mine == round) {
                end(false);
                patience /= 4;
            }
            return mine.met;
        } finally {
            lock.unlock();
        }
    }

    /** A latch lets all of them go at once: none has to wait for another to leave. */
    private void end(boolean met) {
        var ended = round;
        round = new Round();
        ended.met = met;
        ended.over.countDown();
    }

    /** The highest number of tasks that were inside at the same time. */
    int most() {
        return most.get();
    }
}
