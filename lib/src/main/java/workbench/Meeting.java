package workbench;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Evidence that tasks overlap, without a clock: a place where tasks wait until so many of them are
 * there at the same time. Tasks that run one after another never meet.
 *
 * <p>Each time that enough tasks wait, all of these go on, and the next ones wait for one another
 * again. So that a program whose tasks cannot meet still ends, a task waits for a limited time;
 * once one has waited in vain, no other waits at all. Thread-safe; waiting does not hold a carrier.
 */
public final class Meeting {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final int size;
    private final long patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private int inside;
    private int most;
    private int waiting;
    private int meetings;
    private boolean inVain;

    /**
     * A place for so many tasks to meet; each waits three seconds at most.
     *
     * @throws IllegalArgumentException if there are fewer than one
     */
    public Meeting(int size) {
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
    public boolean attend() {
        lock.lock();
        try {
            most = Math.max(most, ++inside);
            return await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            inside--;
            lock.unlock();
        }
    }

    private boolean await() throws InterruptedException {
        if (inVain) return false;
        if (++waiting == size) {
            meetings++;
            waiting = 0;
            change.signalAll();
            return true;
        }
        int mine = meetings;
        try {
            for (long left = patience; left > 0 && !inVain && meetings == mine; )
                left = change.awaitNanos(left);
        } finally {
            if (meetings == mine) {
                waiting--;
                inVain = true;
                change.signalAll();
            }
        }
        return meetings != mine;
    }

    /** The highest number of tasks that were inside at the same time. */
    public int most() {
        lock.lock();
        try {
            return most;
        } finally {
            lock.unlock();
        }
    }
}
