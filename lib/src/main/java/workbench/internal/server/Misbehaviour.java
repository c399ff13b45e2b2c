package workbench.internal.server;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;

/**
 * What a server does wrong instead of answering well.
 *
 * @param kind what goes wrong
 * @param status the status code of an answer of kind STATUS
 * @param retryAfter the whole seconds of the header Retry-After of kind TOO_MANY_REQUESTS
 * @param text the genre or title of kind TEXT
 * @param times how many answers it spoils before it is over, at least one
 */
public record Misbehaviour(Kind kind, int status, long retryAfter, String text, int times) {
    /** How an answer goes wrong. */
    public enum Kind {
        /** An error status. */
        STATUS,
        /** Status 429 with the header Retry-After. */
        TOO_MANY_REQUESTS,
        /** Half of the body, then silence. */
        STALLED,
        /** Half of the body as if it were all. */
        MALFORMED,
        /** A good answer, but with a chosen text. */
        TEXT,
        /** Half of the body, then the connection or stream is closed. */
        CLOSED
    }

    private static final JsonAdapter<Misbehaviour> JSON =
            new Moshi.Builder().build().adapter(Misbehaviour.class);

    /** The same, but for this many answers. */
    public Misbehaviour times(int times) {
        return new Misbehaviour(kind, status, retryAfter, text, times);
    }

    /** One line, for a server in another process. */
    public String toJson() {
        return JSON.toJson(this);
    }

    /**
     * What {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException where it is something else
     */
    static Misbehaviour fromJson(String json) {
        try {
            return JSON.fromJson(json);
        } catch (JsonDataException | IOException e) {
            throw new IllegalArgumentException("Not a fault: " + json, e);
        }
    }
}
