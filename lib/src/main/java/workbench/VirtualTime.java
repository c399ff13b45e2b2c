package workbench;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * A clock for tests that moves only when somebody turns it, and work that is due when it has come
 * so far. It begins at {@link Instant#EPOCH}.
 *
 * <p>Not thread-safe: one thread hands over the work and turns the clock, and that thread does the
 * work.
 */
public final class VirtualTime implements InstantSource {

    private record Job(Instant due, long number, Runnable work) {}

    /** What is due at the same instant is done in the order in which it came. */
    private final PriorityQueue<Job> jobs =
            new PriorityQueue<>(Comparator.comparing(Job::due).thenComparingLong(Job::number));

    private Instant now = Instant.EPOCH;
    private long count;

    /** What the clock shows. */
    @Override
    public Instant instant() {
        return now;
    }

    /**
     * An executor whose work is due so long after it was handed over. Nothing runs before {@link
     * #advance} is called, not even what is due at once.
     */
    public Executor after(Duration delay) {
        return work -> jobs.add(new Job(now.plus(delay), count++, work));
    }

    /**
     * Turns the clock, and does on this thread what is due until then, in the order in which it is
     * due. While it is done, the clock shows the instant at which it was due. What the work throws
     * comes out of here, and the clock then stands where it was thrown.
     *
     * @param by zero or more
     * @throws IllegalArgumentException if that is negative: time does not run backwards
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not run backwards: " + by + ".");
        }
        var end = now.plus(by);
        while (!jobs.isEmpty() && !jobs.peek().due().isAfter(end)) {
            var job = jobs.remove();
            if (job.due().isAfter(now)) {
                now = job.due();
            }
            job.work().run();
        }
        if (end.isAfter(now)) {
            now = end;
        }
    }
}
