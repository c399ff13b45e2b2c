package workbench.internal.cluster;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;

/**
 * A task that notes where and when it ran.
 *
 * @param task the task itself, which has to be serialisable too
 */
record Noted<T>(Callable<T> task) implements Callable<Noted.Done<T>>, Serializable {
    /**
     * What came of it.
     *
     * @param member who did it
     * @param begun when, in microseconds since 1970 by the clock on the wall
     * @param ended when, as well
     */
    record Done<T>(T value, String member, long begun, long ended) implements Serializable {}

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    @Override
    public Done<T> call() throws Exception {
        long begun = now();
        var value = task.call();
        return new Done<>(value, System.getProperty("member", "?"), begun, now());
    }
}
