package workbench.internal.kernel;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does what must not be interrupted. */
public final class Calm {

    private Calm() {}

    /**
     * Does short work on a thread of its own, out of reach of the caller's interrupts: one that
     * comes meanwhile is kept until the work is done. Thread-safe.
     *
     * @param name of that thread
     * @throws RuntimeException or an Error, as the work throws it; a checked exception comes as the
     *     cause of an IllegalStateException
     */
    static <T> T call(String name, Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().name(name).start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error failure -> throw failure;
                case Throwable failure -> new IllegalStateException(failure);
            };
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits until these threads have ended; for those that end within a moment. An interrupt is
     * kept until then. Thread-safe.
     */
    public static void join(Collection<Thread> threads) {
        boolean interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
