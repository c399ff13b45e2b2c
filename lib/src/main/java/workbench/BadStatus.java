package workbench;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Response;

/**
 * An answer whose status says that there is no genre and no page in it, such as 500 or 429.
 * Immutable.
 */
public final class BadStatus extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final int retryAfter;

    BadStatus(Response answer) {
        super("the server answered " + answer.code());
        status = answer.code();
        var seconds = answer.header("Retry-After", "");
        // It can be a date too, which no local service sends; and five digits are more than a day.
        retryAfter = seconds.matches("[0-9]{1,5}") ? Integer.parseInt(seconds) : 0;
    }

    /** The status code, 100 to 599 but none of 200 to 299. */
    public int status() {
        return status;
    }

    /**
     * How long the server asks to wait before the next try, in whole seconds; zero where it does
     * not say, or says it by a date.
     */
    public Duration retryAfter() {
        return Duration.ofSeconds(retryAfter);
    }
}
