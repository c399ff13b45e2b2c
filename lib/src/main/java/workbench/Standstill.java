package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import workbench.internal.text.Failures;
import workbench.internal.text.Text;

/**
 * Threads that do their jobs again and again, until all of them wait and none gets any further. The
 * threads are called "cook 1", "cook 2" and so on. While this is open, those that stand still can
 * be looked at. To close it interrupts all of them and waits for their end, so each job has to obey
 * an interrupt. For use by the thread that opened it.
 */
public final class Standstill implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LOOKS = 15; // one after the other, at threads that all wait
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Duration limit;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private boolean reached;

    private Standstill(Duration limit) {
        this.limit = limit;
    }

    /**
     * The same as {@link #within} with a limit of five seconds.
     *
     * @throws InterruptedException if the current thread is interrupted meanwhile; the threads have
     *     been ended then
     * @throws IllegalStateException if a job throws something, which is the cause then
     */
    public static Standstill of(Thread.Builder kind, Step... jobs) throws InterruptedException {
        return within(LIMIT, kind, jobs);
    }

    /**
     * Starts a thread for each job, and waits until all of them stand still: each waits for a lock
     * or the like, and 0.3 s long no job is finished.
     *
     * @param limit for how long to wait for that, at most
     * @param kind {@link Thread#ofPlatform()} or {@link Thread#ofVirtual()}
     * @throws InterruptedException if the current thread is interrupted meanwhile; the threads have
     *     been ended then
     * @throws IllegalStateException if a job throws something, which is the cause then
     */
    public static Standstill within(Duration limit, Thread.Builder kind, Step... jobs)
            throws InterruptedException {
        var standstill = new Standstill(limit);
        try {
            var cooks = kind.name("cook ", 1);
            for (var job : jobs) {
                var thread = cooks.unstarted(() -> standstill.repeat(job));
                if (!thread.isVirtual()) {
                    thread.setDaemon(true);
                }
                standstill.threads.add(thread);
                thread.start();
            }
            standstill.await();
            return standstill;
        } catch (InterruptedException | RuntimeException e) {
            standstill.close();
            throw e;
        }
    }

    private void repeat(Step job) {
        try {
            while (!over.get()) {
                job.run();
                done.incrementAndGet();
            }
        } catch (InterruptedException e) {
            // The end.
        } catch (Throwable e) {
            failure.compareAndSet(null, e); // for the one who waits
        }
    }

    private void await() throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long before = -1;
        for (int calm = 0; calm < LOOKS && System.nanoTime() < end; Thread.sleep(PAUSE)) {
            if (failure.get() != null) {
                throw new IllegalStateException(
                        "A job failed: " + Failures.reason(failure.get()), failure.get());
            }
            long now = done.get();
            calm = now == before && threads.stream().allMatch(Standstill::waits) ? calm + 1 : 0;
            before = now;
            reached = calm == LOOKS;
        }
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.BLOCKED;
    }

    /** Whether all of them stood still within the limit. */
    public boolean reached() {
        return reached;
    }

    /** How many jobs have been finished up to now. */
    public long done() {
        return done.get();
    }

    /**
     * Ends the threads, and waits for that, for two seconds at most.
     *
     * @throws IllegalStateException if one does not obey the interrupt
     */
    @Override
    public void close() {
        over.set(true);
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive() && System.nanoTime() < end) {
                thread.interrupt();
                try {
                    thread.join(PAUSE.toMillis());
                } catch (InterruptedException e) {
                    interrupted = true; // to end them is what was asked for, and is bounded
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            throw new IllegalStateException(
                    "A thread does not obey the interrupt: restart the kernel.");
        }
    }

    /** What was seen, in a sentence. */
    @Override
    public String toString() {
        return reached
                ? String.format(Locale.ROOT, "%,d jobs went well. Now all stand still.", done())
                : String.format(
                        Locale.ROOT,
                        "%,d jobs went well. Nobody stood still within %s.",
                        done(),
                        Text.time(limit));
    }
}
