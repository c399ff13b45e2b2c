package workbench;

import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/** Timers that note how late they run. Thread-safe. */
public final class Ticks {

    private static final int PAUSE = 10; // milliseconds
    private static final int TICKS = 50;

    private Ticks() {}

    /**
     * Sets fifty timers, one every 10 ms from now on.
     *
     * @param after sets a timer: what to run, and after which delay; it may be run by any thread
     * @return when each was due and how late it ran, both in milliseconds; it fills as they run,
     *     and any thread may read it
     */
    public static SortedMap<Integer, Double> lateness(BiConsumer<Duration, Step> after) {
        var late = new ConcurrentSkipListMap<Integer, Double>();
        late.put(0, 0.0); // at the beginning nothing is late
        long begin = System.nanoTime();
        for (int ms = PAUSE; ms <= PAUSE * TICKS; ms += PAUSE) {
            int due = ms;
            // From the beginning, so that the setting of the others makes none late.
            var delay = Duration.ofMillis(due).minusNanos(System.nanoTime() - begin);
            after.accept(delay, () -> late.put(due, (System.nanoTime() - begin) / 1e6 - due));
        }
        return late;
    }
}
