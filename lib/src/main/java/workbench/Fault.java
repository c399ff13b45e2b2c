package workbench;

import java.time.Duration;
import java.util.Objects;
import workbench.internal.server.Misbehaviour;

/**
 * What a local service does wrong instead of answering well, planted with {@link
 * LocalService#fault(int, Fault)}. Unless limited by {@link #times(int)} it stays until {@link
 * LocalService#clearFaults()}. Immutable.
 */
public final class Fault {
    final Misbehaviour misbehaviour;

    private Fault(Misbehaviour misbehaviour) {
        this.misbehaviour = misbehaviour;
    }

    private static Fault of(Misbehaviour.Kind kind, int status, long retryAfter, String text) {
        return new Fault(new Misbehaviour(kind, status, retryAfter, text, Integer.MAX_VALUE));
    }

    /**
     * An answer with this status code and a short plain text.
     *
     * @throws IllegalArgumentException unless it is an error's status, 400 to 599
     */
    public static Fault status(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(
                    "A fault's status is an error's, 400 to 599, not " + status + ".");
        }
        return of(Misbehaviour.Kind.STATUS, status, 0, "");
    }

    /**
     * 429 Too Many Requests, with a Retry-After header in whole seconds, rounded up.
     *
     * @throws IllegalArgumentException where the time is negative
     */
    public static Fault tooManyRequests(Duration retryAfter) {
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "Retry-After cannot lie in the past: " + retryAfter + ".");
        }
        return of(
                Misbehaviour.Kind.TOO_MANY_REQUESTS,
                429,
                retryAfter.plusNanos(999_999_999).toSeconds(),
                "");
    }

    /**
     * A good head and half of the body, then silence until the client gives up, or else for 60
     * seconds; then the service breaks off.
     */
    public static Fault stalledBody() {
        return of(Misbehaviour.Kind.STALLED, 200, 0, "");
    }

    /** A complete answer whose JSON (or page) stops half-way. */
    public static Fault malformedJson() {
        return of(Misbehaviour.Kind.MALFORMED, 200, 0, "");
    }

    /**
     * A good answer with this genre (or page title), for names that make bad file names.
     *
     * @throws NullPointerException where it is null
     */
    public static Fault genre(String genre) {
        return of(Misbehaviour.Kind.TEXT, 200, 0, Objects.requireNonNull(genre, "genre"));
    }

    /**
     * A good head and half of the body, then the connection is closed; with HTTP/2, where others
     * use the connection too, the stream is reset.
     */
    public static Fault closed() {
        return of(Misbehaviour.Kind.CLOSED, 200, 0, "");
    }

    /**
     * The same fault, but for this many answers only; after those the service answers well.
     *
     * @throws IllegalArgumentException where it is less than one
     */
    public Fault times(int times) {
        if (times < 1) {
            throw new IllegalArgumentException(
                    "A fault happens at least once, not " + times + " times.");
        }
        return new Fault(misbehaviour.times(times));
    }
}
