package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import workbench.internal.kernel.Calm;

/**
 * What goes through something that holds a number of things at a time: how many leave per second,
 * how long each is inside, and how many are inside. The third is not computed from the other two: a
 * thread of its own looks every millisecond, until this is closed.
 *
 * <p>All numbers are of the time in which all places can be taken: it begins when so many things
 * have entered as there are places, and ends when the last one enters. With ten times as many
 * things as places, that is nine tenths of all.
 *
 * <p>Thread-safe. Times are {@link System#nanoTime()}'s.
 */
public final class Traffic implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(1);

    /** What was seen at one moment. */
    private record Look(long time, int inside) {}

    /** The stretch of time that counts. */
    private record Window(long from, long to) {
        boolean holds(long time) {
            return from < time && time <= to;
        }

        double seconds() {
            return (to - from) / 1e9;
        }
    }

    private final int places;
    private final LongSupplier clock;
    private final Map<Integer, Long> entered = new ConcurrentHashMap<>();
    private final Map<Integer, Long> left = new ConcurrentHashMap<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Look> looks = new ArrayList<>();
    private final Thread looking;
    private volatile boolean closed;

    /**
     * Nothing has entered yet. Close it when nothing more enters.
     *
     * @param places how many can be inside at a time
     * @throws IllegalArgumentException if there are fewer than one
     */
    public Traffic(int places) {
        this(places, System::nanoTime);
        looking.start();
    }

    /**
     * For tests: nobody looks by himself.
     *
     * @param clock gives a time in nanoseconds
     */
    Traffic(int places, LongSupplier clock) {
        if (places < 1) {
            throw new IllegalArgumentException("There has to be a place, not " + places + ".");
        }
        this.places = places;
        this.clock = clock;
        looking = Thread.ofPlatform().daemon().name("traffic").unstarted(this::lookAgain);
    }

    /**
     * Something enters.
     *
     * @param number which one, each its own
     */
    public void enters(int number) {
        entered.put(number, clock.getAsLong());
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    }

    /**
     * It leaves.
     *
     * @throws IllegalArgumentException if it has not entered
     */
    public void leaves(int number) {
        if (!entered.containsKey(number)) {
            throw new IllegalArgumentException("Number " + number + " has not entered.");
        }
        inside.decrementAndGet();
        left.put(number, clock.getAsLong());
    }

    /** How many left per second; 0 if none did in the time that counts. */
    public double perSecond() {
        var window = window();
        long count = left.values().stream().filter(window::holds).count();
        return count == 0 ? 0 : count / window.seconds();
    }

    /** The seconds that each was inside, on average, of those that entered and have left. */
    public double secondsEach() {
        var window = window();
        return left.entrySet().stream()
                        .filter(one -> window.holds(entered.get(one.getKey())))
                        .mapToLong(one -> one.getValue() - entered.get(one.getKey()))
                        .average()
                        .orElse(0)
                / 1e9;
    }

    /** How many were inside, on average over all looks. */
    public double seen() {
        var window = window();
        synchronized (looks) {
            return looks.stream()
                    .filter(look -> window.holds(look.time()))
                    .mapToInt(Look::inside)
                    .average()
                    .orElse(0);
        }
    }

    /** How many were inside at the same time, at most, from the first to the last. */
    public int most() {
        return most.get();
    }

    private Window window() {
        var times = entered.values().stream().sorted().toList();
        return times.size() <= places
                ? new Window(0, 0)
                : new Window(times.get(places - 1), times.getLast());
    }

    /** Looks once. */
    void look() {
        synchronized (looks) {
            looks.add(new Look(clock.getAsLong(), inside.get()));
        }
    }

    private void lookAgain() {
        while (!closed) {
            look();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Ends the thread that looks, and waits until it has ended. The numbers stay. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looking);
        Calm.join(List.of(looking));
    }

    /** The three numbers, and the product of the first two. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f per second × %.3f s = %.1f inside; seen %.1f, and %d at most",
                perSecond(),
                secondsEach(),
                perSecond() * secondsEach(),
                seen(),
                most());
    }
}
