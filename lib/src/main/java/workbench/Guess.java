package workbench;

import java.time.Duration;
import java.util.Objects;

/**
 * What the reader expects a version to take, written down before it runs and drawn on the chart.
 * Immutable.
 *
 * @param version the version's name, as the {@link Experiment} has it
 * @param time how long one run is expected to take; zero or more
 */
public record Guess(String version, Duration time) {

    /**
     * @throws IllegalArgumentException if the time is negative
     */
    public Guess {
        Objects.requireNonNull(version, "A guess needs the name of a version.");
        Objects.requireNonNull(time, "A guess needs a time, such as Duration.ofMillis(500).");
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    "A guess is not below zero: write a time such as Duration.ofMillis(500).");
        }
    }
}
