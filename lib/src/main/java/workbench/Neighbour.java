package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import workbench.internal.kernel.Calm;

/**
 * Somebody else on this machine, who computes on all cores: from {@link #come} on, with two threads
 * for each core, until it is closed, or for ten seconds. Thread-safe.
 */
public final class Neighbour implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(20);
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

    /**
     * Measures the same work under several names, in an order that is given, while a neighbour
     * comes when half of the samples are taken. It is gone when this returns or throws.
     *
     * @param order a letter for each sample, whose name it counts for, such as ABABAB; it is also
     *     the title of the results
     * @throws Exception what the work throws, or that the current thread was interrupted
     */
    public static Results comesHalfway(String order, Callable<?> work) throws Exception {
        var times = new LinkedHashMap<String, List<Duration>>();
        try (var neighbour = new Neighbour()) {
            for (int i = 0; i < order.length(); i++) {
                if (i == order.length() / 2) {
                    neighbour.come();
                }
                Thread.sleep(BETWEEN);
                var name = order.substring(i, i + 1);
                var time = Machine.meter(work).time();
                times.computeIfAbsent(name, any -> new ArrayList<>()).add(time);
            }
        }
        return new Results(order, times, Map.of());
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
        Calm.join(threads);
        threads.clear();
    }
}
