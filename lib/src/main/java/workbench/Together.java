package workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same piece of code on several platform threads at the same time. They begin together: none
 * before all have started. When a call returns or throws, all of them have ended.
 *
 * <p>If one fails, the others are interrupted, so that nobody waits for what does not come. The
 * same happens if the caller is interrupted. Stateless, so thread-safe.
 */
public final class Together {

    /** What each thread does; its number counts from 0. */
    @FunctionalInterface
    public interface Part {
        void run(int thread) throws Exception;
    }

    /** What each thread does to get a result; its number counts from 0. */
    @FunctionalInterface
    public interface Task<T> {
        T call(int thread) throws Exception;
    }

    private Together() {}

    /**
     * Runs the part on so many threads, and waits until all have ended.
     *
     * @throws IllegalArgumentException if there is no thread
     * @throws ExecutionException if a thread fails, with the reason of the first as its cause
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public static void run(int threads, Part part) throws ExecutionException, InterruptedException {
        call(
                threads,
                thread -> {
                    part.run(thread);
                    return null;
                });
    }

    /**
     * Runs the task on so many threads, and waits until all have ended.
     *
     * @return the results, in the order of the threads' numbers
     * @throws IllegalArgumentException if there is no thread
     * @throws ExecutionException if a thread fails, with the reason of the first as its cause
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public static <T> List<T> call(int threads, Task<T> task)
            throws ExecutionException, InterruptedException {
        if (threads < 1) {
            throw new IllegalArgumentException("There has to be a thread, not " + threads + ".");
        }
        var here = new AtomicInteger();
        var executor = Executors.newCachedThreadPool();
        try {
            var ended = new ExecutorCompletionService<T>(executor);
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(
                        ended.submit(() -> {
                            awaitAll(here, threads);
                            return task.call(thread);
                        }));
            }
            for (int i = 0; i < threads; i++) {
                ended.take().get();
            }
            return futures.stream().map(Future::resultNow).toList();
        } finally {
            executor.shutdownNow();
            executor.close();
        }
    }

    /**
     * By looking again and again, since who has to be woken up comes late. On a single core it lets
     * the others start in between; without that it would only take longer.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void awaitAll(AtomicInteger here, int threads) throws InterruptedException {
        here.incrementAndGet();
        while (here.get() < threads) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Not all threads have started.");
            }
            Thread.yield();
        }
    }
}
