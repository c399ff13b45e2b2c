package workbench;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Groups of platform threads, each of which does one kind of work: the stages of a pipeline. A
 * worker that fails ends all of them, so that nobody waits for ever for what does not come.
 *
 * <p>The workers may call anything of this from any thread; {@link #share}, {@link #join} and
 * {@link #close} are for the one thread that opened it.
 */
public final class Workers implements AutoCloseable {
    /** What a worker does with one number. */
    @FunctionalInterface
    public interface Step {
        void run(int number) throws Exception;
    }

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(executor);
    private int workers;

    /**
     * Starts so many workers, which share the numbers from 0 to n - 1: whoever is free takes the
     * next one, and does the step for it.
     *
     * @throws IllegalArgumentException if there is no worker
     */
    public void share(int workers, int n, Step step) {
        if (workers < 1) {
            throw new IllegalArgumentException("There has to be a worker, not " + workers + ".");
        }
        var next = new AtomicInteger();
        Callable<Void> work =
                () -> {
                    for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                        step.run(i);
                    }
                    return null;
                };
        for (int i = 0; i < workers; i++) {
            done.submit(work);
            this.workers++;
        }
    }

    /**
     * Waits until all workers have ended, or one of them has failed.
     *
     * @throws ExecutionException when a worker fails, with the reason as its cause
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void join() throws ExecutionException, InterruptedException {
        while (workers > 0) {
            workers--;
            done.take().get();
        }
    }

    /** Interrupts the workers that are still there, and waits until they have ended. */
    @Override
    public void close() {
        executor.shutdownNow();
        executor.close();
    }
}
