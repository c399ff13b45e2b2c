package workbench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import workbench.internal.server.Backend;
import workbench.internal.server.Genres;
import workbench.internal.server.Kind;
import workbench.internal.server.Question;
import workbench.internal.server.Remote;
import workbench.internal.server.ServerProcess;
import workbench.internal.text.Text;

/**
 * Invents music genres over HTTP. The local service speaks the API of the Genrenator
 * (binaryjazz.us) under the same path: one genre as a JSON string, or a list of them. It also takes
 * a seed, which the real one ignores, and gives the same answer for the same seed; the seeds 0 to
 * 9,999 have 10,000 different genres. Thread-safe.
 */
public final class GenreService extends LocalService {
    private static final Kind KIND = Kind.GENRES;
    private static final Pattern ANSWER =
            Pattern.compile("(?is)HTTP/1.1 200 .*?content-length: (\\d{1,8})\r.*?\r\n\r\n(.*)");

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
     * One genre in a sentence that names where it comes from: the service of WORKBENCH_GENRES, or
     * else a local one, as {@link #open()} has it. It never throws what the network does: where no
     * genre comes, the sentence says why. Control characters become question marks.
     */
    public static String sample() {
        var client =
                new OkHttpClient.Builder()
                        .callTimeout(Question.PATIENCE)
                        .followRedirects(false)
                        .build();
        try (var service = open()) {
            var from = service.isLocal() ? "the local service" : service.base();
            var request = new Request.Builder().url(service.url(7)).build();
            try {
                var genre = service.genre(client.newCall(request).execute());
                return "from " + from + ": " + Text.printable(genre);
            } catch (IOException | IllegalArgumentException e) {
                // The second is what OkHttp makes of a negative Content-Length.
                return "no genre came from " + from + ": " + Show.reason(e);
            }
        } finally {
            client.connectionPool().evictAll();
        }
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
            return Genres.read(answer.peekBody(Genres.LONGEST).string());
        }
    }

    /** For those who fetch a genre by the way; it soon closes connections that nobody uses. */
    private static final class Client {
        private static final OkHttpClient CLIENT =
                new OkHttpClient.Builder()
                        .callTimeout(Question.PATIENCE)
                        .connectionPool(new ConnectionPool(5, 2, TimeUnit.SECONDS))
                        .eventListenerFactory(Timeline.listeners())
                        .build();
    }

    /**
     * Asks for the genre of a seed, and waits until it is there, for ten seconds at most: where the
     * asking is not what a cell is about. It is a row of the {@link Timeline} that is being
     * recorded.
     *
     * @throws UncheckedIOException if no genre comes, or the thread is interrupted meanwhile
     */
    public String fetch(int seed) {
        return fetch(Client.CLIENT, seed);
    }

    /**
     * Asks for the genre of a seed by a client of the caller's, and waits until it is there, for as
     * long as that client allows.
     *
     * @throws UncheckedIOException if no genre comes, or the thread is interrupted meanwhile
     */
    public String fetch(OkHttpClient client, int seed) {
        var request = new Request.Builder().url(url(seed)).build();
        try {
            return genre(client.newCall(request).execute());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks for the genre of a seed by OkHttp's {@code enqueue}, and returns at once. The future is
     * completed on a thread of the client's dispatcher: with the genre, or with whatever went
     * wrong. To cancel the future does not cancel the call.
     */
    public CompletableFuture<String> enqueue(OkHttpClient client, int seed) {
        var genre = new CompletableFuture<String>();
        client.newCall(new Request.Builder().url(url(seed)).build())
                .enqueue(
                        new Callback() {
                            @Override
                            public void onResponse(Call call, Response answer) {
                                try {
                                    genre.complete(genre(answer));
                                } catch (Throwable e) {
                                    // Everything: else whoever waits would wait for ever.
                                    genre.completeExceptionally(e);
                                }
                            }

                            @Override
                            public void onFailure(Call call, IOException e) {
                                genre.completeExceptionally(e);
                            }
                        });
        return genre;
    }

    /**
     * Where this service listens, for a client that opens its own connections.
     *
     * @throws IllegalStateException where it is a real one, whose answers may need encryption
     */
    public InetSocketAddress address() {
        if (!isLocal()) {
            throw new IllegalStateException("Connect to a local service: GenreService.local().");
        }
        var uri = URI.create(base());
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    /**
     * The bytes that ask for the genre of a seed over HTTP/1.1, and ask the service to close the
     * connection after its answer. A new buffer each time.
     */
    public ByteBuffer question(int seed) {
        return US_ASCII.encode(
                "GET "
                        + KIND.path()
                        + "?seed="
                        + seed
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /**
     * The genre that these bytes hold: the service's answer to {@link #question(int)}, from the
     * buffer's beginning to its position.
     *
     * @throws IOException if they are no whole answer, or one without a genre
     */
    public String genre(ByteBuffer answer) throws IOException {
        var bytes = new byte[answer.position()];
        answer.duplicate().flip().get(bytes);
        var text = new String(bytes, ISO_8859_1); // a character for each byte
        var whole = ANSWER.matcher(text);
        if (!whole.matches() || whole.group(2).length() != Integer.parseInt(whole.group(1))) {
            throw new IOException(
                    bytes.length == 0
                            ? "the server hung up and said nothing"
                            : bytes.length
                                    + " bytes came, and no whole genre: "
                                    + text.lines().findFirst().orElse(""));
        }
        return Genres.read(new String(whole.group(2).getBytes(ISO_8859_1), UTF_8));
    }

    /**
     * The genre that comes over a channel that blocks: waits until the service has closed the
     * connection, or has sent more than any genre needs.
     *
     * @throws IOException if what comes is no whole answer, or one without a genre
     */
    public String genre(ReadableByteChannel channel) throws IOException {
        var answer = ByteBuffer.allocate(4_000);
        while (channel.read(answer) > 0) {
            // All of it.
        }
        return genre(answer);
    }

    /** The seed to ask for next, 0 to 9,999: the same genre always gives the same one. */
    public int nextSeed(String genre) {
        return Math.floorMod(genre.hashCode(), 10_000);
    }
}
