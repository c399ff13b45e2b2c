package workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;

/**
 * So many threads, each of which does one part of a work. They begin together: none does anything
 * before all have been started. A crew keeps no thread when its work is done. Immutable, so
 * thread-safe.
 */
public final class Crew {

    /** What one thread does. */
    @FunctionalInterface
    public interface Part<T> {
        /**
         * Does one part.
         *
         * @param number which one, from 0
         */
        T call(int number) throws Exception;
    }

    private final int size;
    private final ThreadFactory factory;

    private Crew(int size, ThreadFactory factory) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "A crew needs one thread or more, not " + size + ".");
        }
        this.size = size;
        this.factory = factory;
    }

    /**
     * So many platform threads, made anew for each work.
     *
     * @throws IllegalArgumentException if there are fewer than one
     */
    public static Crew threads(int size) {
        return new Crew(size, Thread.ofPlatform().daemon().name("crew ", 1).factory());
    }

    /**
     * So many virtual threads, made anew for each work.
     *
     * @throws IllegalArgumentException if there are fewer than one
     */
    public static Crew virtualThreads(int size) {
        return new Crew(size, Thread.ofVirtual().name("crew ", 1).factory());
    }

    /**
     * Does all parts, each on a thread of its own, and waits for all of them. If one fails, or if
     * the current thread is interrupted, the others are interrupted, and waited for.
     *
     * @return what the parts returned, in their order
     * @throws ExecutionException if a part fails, with what it threw as the cause
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public <T> List<T> all(Part<T> part) throws InterruptedException, ExecutionException {
        var together = new CountDownLatch(size);
        try (var executor = Executors.newThreadPerTaskExecutor(factory)) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < size; i++) {
                int number = i;
                futures.add(
                        executor.submit(() -> {
                            together.countDown();
                            together.await();
                            return part.call(number);
                        }));
            }
            try {
                var results = new ArrayList<T>();
                for (var future : futures) {
                    results.add(future.get());
                }
                return results;
            } finally {
                executor.shutdownNow(); // nothing, unless one has failed or this one is interrupted
            }
        }
    }

    /**
     * Shares so many repetitions of a step among the threads, in equal parts, and waits for all of
     * them. A failure or an interrupt ends all, as with {@link #all}.
     *
     * @param times how often in all
     * @param step is given the thread's number, from 0
     */
    public void share(int times, IntConsumer step) throws InterruptedException, ExecutionException {
        all(number -> {
            for (int i = number; i < times; i += size) {
                if ((i & 0xFFF) == number && Thread.interrupted()) {
                    throw new InterruptedException("The others have been given up.");
                }
                step.accept(number);
            }
            return number;
        });
    }
}
