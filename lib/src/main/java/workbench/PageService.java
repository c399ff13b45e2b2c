package workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jsoup.Jsoup;

/**
 * An encyclopaedia over HTTP. As in the real one, the random page redirects (302) to a page of
 * 100 to 500 KB of HTML, with a title in any of the world's scripts, which stands in the element
 * {@code h1#firstHeading}. Some pages are broken as real ones are: tags are not closed, or the
 * head is missing. A seed names a page: the same page for the same seed, and 1,000,000 different
 * ones for the seeds 0 to 999,999.
 */
public final class PageService extends LocalService {
    private static final String VARIABLE = "WORKBENCH_PAGES";
    private static final Question FIRST =
            new Question(VARIABLE, "page", 2_000_000, true, PageService::trouble);

    private PageService(Supplier<Backend> open) {
        super(open);
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
     * @throws IllegalArgumentException where the variable holds no http(s) address
     */
    public static PageService open() {
        return chosen(System.getenv(VARIABLE), PATIENCE);
    }

    /** The service at this address; a local one where there is none, or no page in time. */
    static PageService chosen(String base, Duration patience) {
        return chosen(base, PageService::at, PageService::local, FIRST, patience);
    }

    private static String trouble(String answer) {
        var title = Jsoup.parse(answer).selectFirst("h1#firstHeading");
        return title != null && title.hasText() ? ""
                : "the first 2 MB of its answer have no title in h1#firstHeading";
    }

    static PageService at(String base) {
        var remote = remote(base, VARIABLE);
        return new PageService(() -> remote);
    }

    /** A service in this JVM, on a free port, with a latency of 200 ms. */
    public static PageService local() {
        return new PageService(() -> withLatency(server(0)));
    }

    /**
     * A local service in a JVM of its own, so that it shares neither heap nor open-file limit
     * with its client. It ends with this JVM at the latest.
     *
     * @throws IllegalStateException where that JVM cannot start
     */
    public static PageService ownProcess() {
        return new PageService(() -> new ServerProcess(PageService.class));
    }

    /** Address that redirects to a random page. */
    @Override
    public String url() {
        return base() + Pages.RANDOM;
    }

    /** Serves until standard input ends; prints its usage where it is told something else. */
    public static void main(String[] arguments) throws IOException {
        main("workbench.PageService", arguments, PageService::server);
    }

    private static LocalServer server(int port) {
        return new LocalServer("page service", port, new Pages());
    }
}
