package workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import workbench.internal.server.Backend;
import workbench.internal.server.Kind;
import workbench.internal.server.Question;
import workbench.internal.server.Remote;
import workbench.internal.server.ServerProcess;

/**
 * An encyclopaedia over HTTP. As in the real one, the random page redirects (302) to a page of 100
 * to 500 KB of HTML (half of that at {@link Size} small), with a title in any of the world's
 * scripts, which stands in the element {@code h1#firstHeading}. Some pages are broken as real ones
 * are: tags are not closed, or the head is missing. A seed names a page: the same page for the same
 * seed, and 1,000,000 different ones for the seeds 0 to 999,999. Thread-safe.
 */
public final class PageService extends LocalService {
    private static final Kind KIND = Kind.PAGES;
    private static final int MANY = 1_000_000; // calls under way: no limit
    private static final int LONGEST = 5_000_000; // bytes of an answer

    private PageService(Supplier<Backend> open) {
        super(KIND, open);
    }

    /**
     * The service for a notebook's first look: the one whose address stands in the environment
     * variable WORKBENCH_PAGES, or else a local one with a latency of 200 ms. For more requests, or
     * where results are compared, there is {@link #local()}.
     *
     * <p>The service of the variable is asked for one page first, for ten seconds at most, and may
     * redirect to it. If it gives no page with a title where the local ones have theirs, a sentence
     * on standard output says why, and it is the local one all the same: a notebook then runs on.
     *
     * @throws IllegalArgumentException where the variable holds no http(s) address, or one with a
     *     query or fragment
     */
    public static PageService open() {
        return chosen(System.getenv(KIND.variable()), Question.PATIENCE);
    }

    /** The service at this address; a local one where there is none, or no page in time. */
    static PageService chosen(String base, Duration patience) {
        return chosen(KIND, base, patience, PageService::new);
    }

    static PageService at(String base) {
        var remote = Remote.at(base, KIND.variable());
        return new PageService(() -> remote);
    }

    /**
     * A service in this JVM, on a free port, with a latency of 200 ms.
     *
     * @throws java.io.UncheckedIOException where it cannot listen on the loopback interface
     */
    public static PageService local() {
        return new PageService(KIND::open);
    }

    /**
     * A local service in a JVM of its own, so that it shares neither heap nor open-file limit with
     * its client. It ends with this JVM at the latest.
     *
     * @throws IllegalStateException where that JVM cannot start, or not within 30 seconds
     */
    public static PageService ownProcess() {
        return new PageService(() -> ServerProcess.open(KIND));
    }

    /**
     * A client for the pages. It has none of OkHttp's own limits: any number of calls may be under
     * way, also those that are enqueued, and a thousand idle connections are kept for a minute. A
     * call takes 30 seconds at most. Its calls stand on the timeline that {@link Timeline#of}
     * records.
     */
    public static OkHttpClient unlimitedClient() {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MANY);
        dispatcher.setMaxRequestsPerHost(MANY);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(1_000, 1, TimeUnit.MINUTES))
                .callTimeout(Duration.ofSeconds(30))
                .eventListenerFactory(Timeline.listeners())
                .build();
    }

    /**
     * A request for a random page, or the one of this seed. It names the program, which is good
     * manners: who keeps a server wants to know who calls. On a timeline it is called "download 7".
     */
    public Request request(int seed) {
        return new Request.Builder()
                .url(url(seed))
                .header("User-Agent", "java-concurrency-notebooks")
                .tag(String.class, "download " + seed)
                .build();
    }

    /**
     * Asks for the page of this seed, and returns its HTML. The thread that calls waits for it.
     *
     * @throws UncheckedIOException where no whole page comes; its cause is a {@link BadStatus}
     *     where the status is none of success
     */
    public String download(OkHttpClient client, int seed) {
        try (var answer = client.newCall(request(seed)).execute()) {
            return html(answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The HTML that an answer holds. Of an answer that is too long, the first 5,000,000 bytes are
     * read, whatever the server sends. The answer is left open.
     *
     * @throws BadStatus where the status is none of success
     * @throws IOException where the answer breaks off
     */
    public String html(Response answer) throws IOException {
        if (!answer.isSuccessful()) {
            throw new BadStatus(answer);
        }
        return answer.peekBody(LONGEST).string();
    }
}
