package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;

/**
 * So many threads, each of which does one part of a work. They begin together: none does anything
 * before all have been started. A crew keeps no thread when its work is done: when a call returns
 * or throws, all of them have ended. Immutable, so thread-safe.
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

    /** What one thread does, for the sake of what it changes. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does one part.
         *
         * @param number which one, from 0
         */
        void run(int number) throws Exception;
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
        var missing = new CountDownLatch(size);
        try (var executor = Executors.newThreadPerTaskExecutor(factory)) {
            var ended = new ExecutorCompletionService<T>(executor);
            var futures = new ArrayList<Future<T>>();
            try {
                for (int i = 0; i < size; i++) {
                    int number = i;
                    futures.add(
                            ended.submit(() -> {
                                awaitAll(missing);
                                return part.call(number);
                            }));
                }
                for (int i = 0; i < size; i++) {
                    ended.take().get(); // in the order of their ends: a failure is heard at once
                }
                return futures.stream().map(Future::resultNow).toList();
            } finally {
                executor.shutdownNow(); // nothing, unless one has failed or this one is interrupted
            }
        }
    }

    /**
     * Platform threads look again and again, since who has to be woken up comes late; on a single
     * core they let the others start in between. Virtual threads must not: with a carrier for each
     * that looks, those that have not started would find none.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void awaitAll(CountDownLatch missing) throws InterruptedException {
        missing.countDown();
        if (Thread.currentThread().isVirtual()) {
            missing.await();
        }
        while (missing.getCount() > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Not all threads have started.");
            }
            Thread.yield();
        }
    }

    /**
     * Does all parts as {@link #all} does, where they return nothing.
     *
     * @throws ExecutionException if a part fails, with what it threw as the cause
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public void run(Action action) throws InterruptedException, ExecutionException {
        all(number -> {
            action.run(number);
            return number;
        });
    }

    /**
     * Has each thread repeat a step until the time is over, and waits for all of them. A failure or
     * an interrupt ends all, as with {@link #all}.
     *
     * @param time for how long each thread begins the step anew, counted from its own start
     * @param step is given the thread's number, from 0
     * @return how often each thread has done the step, in their order
     * @throws ExecutionException if a step fails, with what it threw as the cause
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public List<Integer> during(Duration time, Action step)
            throws InterruptedException, ExecutionException {
        return all(number -> {
            long start = System.nanoTime();
            int times = 0;
            for (; System.nanoTime() - start < time.toNanos(); times++) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("The others have been given up.");
                }
                step.run(number);
            }
            return times;
        });
    }

    /**
     * Shares so many repetitions of a step among the threads, in equal parts, and waits for all of
     * them. A failure or an interrupt ends all, as with {@link #all}.
     *
     * @param times how often in all
     * @param step is given the thread's number, from 0
     * @throws ExecutionException if a step fails, with what it threw as the cause
     * @throws InterruptedException if the current thread is interrupted meanwhile
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
