package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody else on this machine, who computes on all cores: from {@link #come} on, with two threads
 * for each core, until it is closed, or for ten seconds. Thread-safe.
 */
public final class Neighbour implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int FOR_EACH_CORE = 2;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** A neighbour who is not there yet. */
    public Neighbour() {}

    /** Takes the cores from now on. Nothing the second time, or once it is closed. */
    public synchronized void come() {
        if (closed || !threads.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int i = 1; i <= FOR_EACH_CORE * Machine.cores(); i++) {
            threads.add(Thread.ofPlatform().daemon().name("neighbour " + i).start(() -> stay(end)));
        }
    }

    private void stay(long end) {
        while (!closed && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** Gives the cores back, and waits until its threads have ended. An interrupt is kept. */
    @Override
    public synchronized void close() {
        closed = true;
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
        threads.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
