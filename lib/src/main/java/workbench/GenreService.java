package workbench;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.Response;
import workbench.internal.server.Backend;
import workbench.internal.server.Kind;
import workbench.internal.server.Question;
import workbench.internal.server.Remote;
import workbench.internal.server.ServerProcess;

/**
 * Invents music genres over HTTP. The local service speaks the API of the Genrenator
 * (binaryjazz.us) under the same path: one genre as a JSON string, or a list of them. It also takes
 * a seed, which the real one ignores, and gives the same answer for the same seed; the seeds 0 to
 * 9,999 have 10,000 different genres. Thread-safe.
 */
public final class GenreService extends LocalService {
    private static final Kind KIND = Kind.GENRES;
    private static final int LONGEST = 1_000; // bytes of an answer
    private static final JsonAdapter<String> TEXT =
            new Moshi.Builder().build().adapter(String.class).nonNull();

    private GenreService(Supplier<Backend> open) {
        super(KIND, open);
    }

    /**
     * The service for a notebook's first few requests: the one whose address stands in the
     * environment variable WORKBENCH_GENRES, or else a local one with a latency of 200 ms. For more
     * requests, or where results are compared, there is {@link #local()}.
     *
     * <p>The service of the variable is asked for one genre first, for ten seconds at most. If it
     * gives none, a sentence on standard output says why, and it is the local one all the same: a
     * notebook then runs on.
     *
     * @throws IllegalArgumentException where the variable holds no http(s) address, or one with a
     *     query or fragment
     */
    public static GenreService open() {
        return chosen(System.getenv(KIND.variable()), Question.PATIENCE);
    }

    /** The service at this address; a local one where there is none, or no genre in time. */
    static GenreService chosen(String base, Duration patience) {
        return chosen(KIND, base, patience, GenreService::new);
    }

    static GenreService at(String base) {
        var remote = Remote.at(base, KIND.variable());
        return new GenreService(() -> remote);
    }

    /**
     * A service in this JVM, on a free port, with a latency of 200 ms.
     *
     * @throws java.io.UncheckedIOException where it cannot listen on the loopback interface
     */
    public static GenreService local() {
        return new GenreService(KIND::open);
    }

    /**
     * A local service in a JVM of its own, so that it shares neither heap nor open-file limit with
     * its client. It ends with this JVM at the latest.
     *
     * @throws IllegalStateException where that JVM cannot start, or not within 30 seconds
     */
    public static GenreService ownProcess() {
        return new GenreService(() -> ServerProcess.open(KIND));
    }

    /**
     * The genre that an answer holds: a JSON string. Of an answer that is too long, the first 1,000
     * bytes are read, whatever the server sends. The answer is closed in any case.
     *
     * @throws BadStatus where the status is none of success
     * @throws IOException if it is no genre: where the answer is no JSON string, or breaks off
     */
    public String genre(Response answer) throws IOException {
        try (answer) {
            if (!answer.isSuccessful()) {
                throw new BadStatus(answer);
            }
            return TEXT.fromJson(answer.peekBody(LONGEST).string());
        } catch (JsonDataException e) {
            throw new IOException("the server's answer is no genre", e);
        }
    }
}
