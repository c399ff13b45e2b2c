package workbench;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock for tests that moves only when somebody turns it. It begins at {@link Instant#EPOCH}. Not
 * thread-safe: one thread turns the clock and asks it.
 */
public final class VirtualTime implements InstantSource {

    private Instant now = Instant.EPOCH;

    /** What the clock shows. */
    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Turns the clock.
     *
     * @param by zero or more
     * @throws IllegalArgumentException if that is negative: time does not run backwards
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not run backwards: " + by + ".");
        }
        now = now.plus(by);
    }
}
