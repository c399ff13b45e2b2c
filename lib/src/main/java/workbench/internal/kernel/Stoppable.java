package workbench.internal.kernel;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread for code that has to be stoppable: its caller waits, and when the caller is interrupted
 * (the kernel does that to a cell) or the time is up, the code is interrupted until it ends.
 *
 * <p>Until it ends, and not once: the first interrupt often ends only a {@code Future.get}, and the
 * executor that is closed around it then waits for its tasks until the next interrupt comes.
 */
public final class Stoppable extends Thread {

    /** How long code that is being stopped is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private volatile boolean stopping;

    private Stoppable(Runnable work) {
        super(work, "cell");
        setDaemon(true);
    }

    public enum End {
        DONE,
        FAILED,
        TIMED_OUT,
        INTERRUPTED
    }

    /**
     * How it ended.
     *
     * @param value what the work returned, if it is done
     * @param failure what it threw, if it failed
     * @param gone whether its thread has ended; one that ignores interrupts runs on
     */
    public record Outcome<T>(End end, T value, Throwable failure, boolean gone) {}

    /** Runs the work and waits for it, as long as it takes. An interrupt of the caller is kept. */
    public static <T> Outcome<T> run(Callable<T> work) {
        return run(Duration.ofNanos(Long.MAX_VALUE), work);
    }

    /** Runs the work and waits for it, at most so long. An interrupt of the caller is kept. */
    public static <T> Outcome<T> run(Duration limit, Callable<T> work) {
        var task = new FutureTask<>(work);
        var thread = new Stoppable(task);
        thread.start();
        try {
            var value = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            thread.join();
            return new Outcome<>(End.DONE, value, null, true);
        } catch (ExecutionException e) {
            return new Outcome<>(End.FAILED, null, e.getCause(), true);
        } catch (TimeoutException e) {
            return new Outcome<>(End.TIMED_OUT, null, null, thread.end());
        } catch (InterruptedException e) {
            var gone = thread.end();
            Thread.currentThread().interrupt();
            return new Outcome<>(End.INTERRUPTED, null, null, gone);
        }
    }

    /**
     * Whether the code on this thread is to stop, even if it has swallowed the interrupt. It knows
     * that of the thread that {@link #run} started; on any other it sees the interrupt alone.
     */
    public static boolean isStopping() {
        return (Thread.currentThread() instanceof Stoppable own && own.stopping)
                || Thread.currentThread().isInterrupted();
    }

    private boolean end() {
        stopping = true;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAlive() && System.nanoTime() < deadline) {
            interrupt();
            try {
                join(20);
            } catch (InterruptedException again) {
                // Stopping is what was asked for, and is bounded.
            }
        }
        return !isAlive();
    }
}
