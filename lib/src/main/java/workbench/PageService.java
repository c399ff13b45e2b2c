package workbench;

import java.time.Duration;
import java.util.function.Supplier;
import workbench.internal.server.Backend;
import workbench.internal.server.Kind;
import workbench.internal.server.Question;
import workbench.internal.server.Remote;
import workbench.internal.server.ServerProcess;

/**
 * An encyclopaedia over HTTP. As in the real one, the random page redirects (302) to a page of 100
 * to 500 KB of HTML, with a title in any of the world's scripts, which stands in the element {@code
 * h1#firstHeading}. Some pages are broken as real ones are: tags are not closed, or the head is
 * missing. A seed names a page: the same page for the same seed, and 1,000,000 different ones for
 * the seeds 0 to 999,999. Thread-safe.
 */
public final class PageService extends LocalService {
    private static final Kind KIND = Kind.PAGES;

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
}
