package workbench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A job that is at work until somebody releases it, and that takes notes: that it has begun, that
 * it was interrupted, that it has ended. It obeys an interrupt, and ends by itself after ten
 * seconds. It is a {@link Callable} and a {@link Supplier}, so that every kind of future takes it.
 * A probe is for one run. Thread-safe.
 */
public final class Probe implements Callable<String>, Supplier<String> {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String result;
    private final boolean slowToCleanUp;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean interrupted;

    /** A job that returns "a genre". */
    public Probe() {
        this("a genre");
    }

    /** A job that returns this. */
    public Probe(String result) {
        this(result, false);
    }

    private Probe(String result, boolean slowToCleanUp) {
        this.result = result;
        this.slowToCleanUp = slowToCleanUp;
    }

    /** One that, when it is interrupted, cleans up until it is released. */
    static Probe slowToCleanUp() {
        return new Probe("a genre", true);
    }

    /**
     * Works until it is released, or for ten seconds.
     *
     * @throws InterruptedException if it is interrupted: it ends then, and passes this on
     */
    @Override
    public String call() throws InterruptedException {
        begun.countDown();
        try {
            await(released, LONGEST);
            return result;
        } catch (InterruptedException e) {
            interrupted = true;
            if (slowToCleanUp) {
                cleanUp();
            }
            throw e;
        } finally {
            interrupted |= Thread.currentThread().isInterrupted();
            ended.countDown();
        }
    }

    /**
     * The same as {@link #call()}, for those who take a Supplier.
     *
     * @throws CancellationException if it is interrupted; the thread's interrupt status is then set
     */
    @Override
    public String get() {
        try {
            return call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Lets the job end. Nothing the second time. */
    public void release() {
        released.countDown();
    }

    /**
     * Waits until the job has begun.
     *
     * @throws IllegalStateException if it has not after five seconds
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public void awaitBegun() throws InterruptedException {
        if (!await(begun, PATIENCE)) {
            throw new IllegalStateException("The probe has not begun within five seconds.");
        }
    }

    /**
     * Waits until the job has ended.
     *
     * @throws IllegalStateException if it has not after five seconds
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public void awaitEnd() throws InterruptedException {
        if (!await(ended, PATIENCE)) {
            throw new IllegalStateException("The probe has not ended within five seconds.");
        }
    }

    /** Whether somebody has called the job. */
    public boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Whether the job has returned or thrown. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Whether the job was interrupted while it was at work. */
    public boolean wasInterrupted() {
        return interrupted;
    }

    /** A second interrupt does not hurry it. */
    private void cleanUp() {
        var end = System.nanoTime() + LONGEST.toNanos();
        boolean again = false;
        for (boolean done = false; !done; ) {
            try {
                await(released, Duration.ofNanos(end - System.nanoTime()));
                done = true;
            } catch (InterruptedException e) {
                again = true;
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean await(CountDownLatch latch, Duration most) throws InterruptedException {
        return latch.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }
}
