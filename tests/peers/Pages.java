import module java.base;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jsoup.Jsoup;

/**
 * The Java versions of the pages workload, for tests/bench: a long-lived program that takes one
 * sample for each line of its standard input. README.md beside this file tells how.
 */
class Pages {
    static final int CORES = Runtime.getRuntime().availableProcessors();

    record Page(String title, int words) {}

    /** Downloads and parses the pages of the seeds 0 to n - 1. */
    interface Version {
        List<Page> pages(Site site, int n) throws Exception;
    }

    static final Map<String, Version> VERSIONS = Map.of(
            "sequential", (site, n) -> IntStream.range(0, n).mapToObj(site::page).toList(),
            "serial async", (site, n) -> {
                try (var loop = Executors.newSingleThreadExecutor()) {
                    return IntStream.range(0, n)
                            .mapToObj(seed -> site.pageAsync(seed, loop).join()).toList();
                }
            },
            "async", (site, n) -> async(site, n, 1),
            "executor", (site, n) ->
                    Peer.submitted(Executors.newFixedThreadPool(CORES), n, site::page),
            "both", (site, n) -> async(site, n, CORES),
            "virtual threads", (site, n) ->
                    Peer.submitted(Executors.newVirtualThreadPerTaskExecutor(), n, site::page));

    static List<Page> async(Site site, int n, int cores) {
        try (var parsers = Executors.newFixedThreadPool(cores)) {
            return Peer.joined(IntStream.range(0, n)
                    .mapToObj(seed -> site.pageAsync(seed, parsers)).toList());
        }
    }

    static Page parse(String html) {
        var document = Jsoup.parse(html);
        var title = document.selectFirst("h1#firstHeading");
        if (title == null) throw new IllegalArgumentException("there is no title");
        var words = new HashSet<>(Arrays.asList(
                document.text().toLowerCase(Locale.ROOT).split("\\P{L}+")));
        words.remove("");  // before what comes first, if that is no letter
        return new Page(title.wholeText(), words.size());
    }

    /** The encyclopaedia, and a client without a limit and, at first, without connections. */
    record Site(String base, OkHttpClient http) implements AutoCloseable {
        Call call(int seed) {
            return http.newCall(new Request.Builder()
                    .url(base + "/wiki/Special:Random?seed=" + seed).build());
        }

        static String html(Response response) throws IOException {
            if (!response.isSuccessful()) {
                throw new IOException("the server answered " + response.code());
            }
            return response.body().string();
        }

        Page page(int seed) {
            return parse(Peer.execute(call(seed), Site::html));
        }

        CompletableFuture<Page> pageAsync(int seed, Executor parsers) {
            return Peer.enqueue(call(seed), Site::html).thenApplyAsync(Pages::parse, parsers);
        }

        @Override
        public void close() {
            http.dispatcher().executorService().close();
            http.connectionPool().evictAll();
        }
    }

    static List<Page> pages(String version, String base, int n) throws Exception {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(100_000);
        dispatcher.setMaxRequestsPerHost(100_000);
        var http = new OkHttpClient.Builder().dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(100_000, 1, TimeUnit.MINUTES))
                .callTimeout(Duration.ofSeconds(60)).build();
        try (var site = new Site(base, http)) {
            return VERSIONS.get(version).pages(site, n);
        }
    }

    static void main(String[] arguments) throws Exception {
        Peer.obey(order -> Peer.sample(
                () -> pages(order[1], arguments[0], Integer.parseInt(order[2])),
                page -> page.title() + "\t" + page.words()));
    }
}
