package workbench;

import java.time.Duration;
import java.util.Objects;

/**
 * What a local service does wrong instead of answering well, planted with
 * {@link LocalService#fault(int, Fault)}. Unless limited by {@link #times(int)} it stays until
 * {@link LocalService#clearFaults()}.
 */
public final class Fault {
    enum Kind { STATUS, TOO_MANY_REQUESTS, STALLED, MALFORMED, TEXT, CLOSED }

    final Kind kind;
    final int status;
    final Duration retryAfter;
    final String text;
    final int times;

    Fault(Kind kind, int status, Duration retryAfter, String text, int times) {
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
        this.text = text;
        this.times = times;
    }

    private Fault(Kind kind) {
        this(kind, 200, Duration.ZERO, "", Integer.MAX_VALUE);
    }

    /** An answer with this status code, 400 to 599, and a short plain text. */
    public static Fault status(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(
                    "A fault's status is an error's, 400 to 599, not " + status + ".");
        }
        return new Fault(Kind.STATUS, status, Duration.ZERO, "", Integer.MAX_VALUE);
    }

    /** 429 Too Many Requests, with a Retry-After header in whole seconds, rounded up. */
    public static Fault tooManyRequests(Duration retryAfter) {
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "Retry-After cannot lie in the past: " + retryAfter + ".");
        }
        return new Fault(Kind.TOO_MANY_REQUESTS, 429, retryAfter, "", Integer.MAX_VALUE);
    }

    /**
     * A good head and half of the body, then silence until the client gives up, or else for 60
     * seconds; then the service breaks off.
     */
    public static Fault stalledBody() {
        return new Fault(Kind.STALLED);
    }

    /** A complete answer whose JSON (or page) stops half-way. */
    public static Fault malformedJson() {
        return new Fault(Kind.MALFORMED);
    }

    /** A good answer with this genre (or page title), for names that make bad file names. */
    public static Fault genre(String genre) {
        return new Fault(Kind.TEXT, 200, Duration.ZERO, Objects.requireNonNull(genre, "genre"),
                Integer.MAX_VALUE);
    }

    /**
     * A good head and half of the body, then the connection is closed; with HTTP/2, where others
     * use the connection too, the stream is reset.
     */
    public static Fault closed() {
        return new Fault(Kind.CLOSED);
    }

    /** The same fault, healed after this many answers. */
    public Fault times(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("A fault happens at least once, not " + times
                    + " times.");
        }
        return new Fault(kind, status, retryAfter, text, times);
    }
}
