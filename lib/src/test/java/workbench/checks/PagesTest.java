package workbench.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PagesTest {

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Deals like cards. */
    private static List<List<Integer>> cards(int first, int pages, int workers) {
        return IntStream.range(0, workers)
                .mapToObj(worker ->
                        IntStream.iterate(worker, page -> page < pages, page -> page + workers)
                                .mapToObj(page -> page + first)
                                .toList())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> sharesRight() {
        return Solutions.of(Pages.SHARES)
                .right("cards", (pages, workers) -> cards(0, pages, workers))
                .right(
                        "one page more for the first",
                        (pages, workers) -> {
                            var shares = new ArrayList<List<Integer>>();
                            int first = 0;
                            for (int worker = 0; worker < workers; worker++) {
                                int size = pages / workers + (worker < pages % workers ? 1 : 0);
                                shares.add(range(first, first + size));
                                first += size;
                            }
                            return shares;
                        })
                .right(
                        "bounds by multiplying",
                        (pages, workers) ->
                                IntStream.range(0, workers)
                                        .mapToObj(worker ->
                                                range(
                                                        worker * pages / workers,
                                                        (worker + 1) * pages / workers))
                                        .toList())
                .right(
                        "any order",
                        (pages, workers) -> {
                            var all = new ArrayList<>(range(0, pages));
                            Collections.shuffle(all);
                            return cards(0, pages, workers).stream()
                                    .map(share -> share.stream().map(all::get).toList())
                                    .toList();
                        })
                .right(
                        "lists that are filled",
                        (pages, workers) -> {
                            var shares = new ArrayList<List<Integer>>();
                            for (int i = 0; i < workers; i++) {
                                shares.add(new ArrayList<>());
                            }
                            for (int page = 0; page < pages; page++) {
                                shares.get(page % workers).add(page);
                            }
                            return shares;
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> sharesWrong() {
        return Solutions.of(Pages.SHARES)
                .wrong(
                        "the tutorial's",
                        "100 pages, 13 workers: shares: 13, of 7 to 9 pages; pages dealt: 93",
                        (pages, workers) -> {
                            int perWorker = pages / workers;
                            return IntStream.range(0, workers)
                                    .mapToObj(worker ->
                                            range(
                                                    worker * perWorker,
                                                    (worker + 1) * perWorker
                                                            + (worker < workers - 1
                                                                    ? 0
                                                                    : pages % perWorker)))
                                    .toList();
                        })
                .wrong(
                        "sequential",
                        "shares: 13, of 0 to 100 pages",
                        (pages, workers) -> {
                            var shares = new ArrayList<>(List.of(range(0, pages)));
                            while (shares.size() < workers) {
                                shares.add(List.of());
                            }
                            return shares;
                        })
                .wrong(
                        "one page twice",
                        "pages dealt: 112, different ones: 100",
                        (pages, workers) ->
                                IntStream.range(0, workers)
                                        .mapToObj(worker ->
                                                range(
                                                        worker * pages / workers,
                                                        Math.min(
                                                                pages,
                                                                (worker + 1) * pages / workers
                                                                        + 1)))
                                        .toList())
                .wrong(
                        "rest forgotten",
                        "pages dealt: 91, different ones: 91, from 0 to 90",
                        (pages, workers) -> {
                            int size = pages / workers;
                            return IntStream.range(0, workers)
                                    .mapToObj(worker -> range(worker * size, (worker + 1) * size))
                                    .toList();
                        })
                .wrong(
                        "rest to the last",
                        "shares: 13, of 7 to 16 pages; pages dealt: 100, different ones: 100, from 0 to 99."
                                + " The largest share may have one page more than the smallest",
                        (pages, workers) -> {
                            int size = pages / workers;
                            return IntStream.range(0, workers)
                                    .mapToObj(worker ->
                                            range(
                                                    worker * size,
                                                    worker < workers - 1
                                                            ? (worker + 1) * size
                                                            : pages))
                                    .toList();
                        })
                .wrong(
                        "rounded up",
                        "shares: 13, of 4 to 8 pages",
                        (pages, workers) -> {
                            int size = (pages + workers - 1) / workers;
                            return IntStream.range(0, workers)
                                    .mapToObj(worker ->
                                            range(
                                                    Math.min(pages, worker * size),
                                                    Math.min(pages, (worker + 1) * size)))
                                    .toList();
                        })
                .wrong(
                        "too few workers",
                        "0 pages, 13 workers: shares: 1, of 0 to 0 pages",
                        (pages, workers) -> cards(0, pages, Math.max(1, Math.min(pages, workers))))
                .wrong(
                        "from 1 on",
                        "100 pages, 13 workers: shares: 13, of 7 to 8 pages; pages dealt: 100,"
                                + " different ones: 100, from 1 to 100",
                        (pages, workers) -> cards(1, pages, workers))
                .wrong("none", "shares: 0; pages dealt: 0", (pages, workers) -> List.of())
                .wrong("null", "null in place of the shares", (pages, workers) -> null)
                .wrong(
                        "null for nobody's pages",
                        "0 pages, 13 workers: null in place of a share",
                        (pages, workers) ->
                                cards(0, pages, workers).stream()
                                        .map(share -> share.isEmpty() ? null : share)
                                        .toList())
                .wrong(
                        "null among the pages",
                        "null in place of a page",
                        (pages, workers) ->
                                cards(0, pages, workers).stream()
                                        .map(share -> Arrays.asList((Integer) null))
                                        .collect(Collectors.toList()))
                .wrong(
                        "fails with more workers than pages",
                        "your code ended with ArithmeticException",
                        (pages, workers) ->
                                cards(0, pages, workers + 0 / Math.min(1, pages / workers)))
                .tests();
    }

    private static List<String> joined(List<? extends Future<String>> pages) throws Exception {
        var all = new ArrayList<String>();
        for (var page : pages) {
            all.add(page.get());
        }
        return all;
    }

    private static Stream<CompletableFuture<String>> steps(
            int n,
            IntFunction<String> download,
            UnaryOperator<String> parse,
            ExecutorService waiting,
            ExecutorService computing) {
        return IntStream.range(0, n)
                .mapToObj(seed ->
                        CompletableFuture.supplyAsync(() -> download.apply(seed), waiting)
                                .thenApplyAsync(parse, computing));
    }

    private static List<String> together(
            int n,
            IntFunction<String> download,
            UnaryOperator<String> parse,
            ExecutorService waiting,
            ExecutorService computing)
            throws Exception {
        try (waiting;
                computing) {
            return joined(steps(n, download, parse, waiting, computing).toList());
        }
    }

    /** In two executors; each page is waited for so long. */
    private static Pages.Together waiting(long most, TimeUnit unit) {
        return (n, download, parse, parsers) -> {
            try (var waiting = virtual();
                    var computing = Executors.newFixedThreadPool(parsers)) {
                var pages = new ArrayList<String>();
                for (var page : steps(n, download, parse, waiting, computing).toList()) {
                    pages.add(page.get(most, unit));
                }
                return pages;
            }
        };
    }

    private static ExecutorService virtual() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @TestFactory
    Stream<DynamicTest> togetherRight() {
        return Solutions.of(Pages.TOGETHER)
                .right(
                        "two executors",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        parse,
                                        virtual(),
                                        Executors.newFixedThreadPool(parsers)))
                .right(
                        "platform threads and a fork/join pool",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        parse,
                                        Executors.newCachedThreadPool(),
                                        new ForkJoinPool(parsers)))
                .right(
                        "virtual threads and permits",
                        (n, download, parse, parsers) -> {
                            var permits = new Semaphore(parsers);
                            try (var threads = virtual()) {
                                return joined(
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        threads.submit(() -> {
                                                            var html = download.apply(seed);
                                                            permits.acquire();
                                                            try {
                                                                return parse.apply(html);
                                                            } finally {
                                                                permits.release();
                                                            }
                                                        }))
                                                .toList());
                            }
                        })
                .right(
                        "a virtual thread downloads, and hands over",
                        (n, download, parse, parsers) -> {
                            try (var computing = Executors.newFixedThreadPool(parsers);
                                    var waiting = virtual()) {
                                return joined(
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        waiting.submit(() -> {
                                                            var html = download.apply(seed);
                                                            return computing
                                                                    .submit(() -> parse.apply(html))
                                                                    .get();
                                                        }))
                                                .toList());
                            }
                        })
                .right("threads and a queue", PagesTest::threadsAndAQueue)
                .right(
                        "a completion service",
                        (n, download, parse, parsers) -> {
                            record Html(int seed, String text) {}
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                var done = new ExecutorCompletionService<Html>(waiting);
                                for (int i = 0; i < n; i++) {
                                    int seed = i;
                                    done.submit(() -> new Html(seed, download.apply(seed)));
                                }
                                var pages = new ArrayList<Future<String>>();
                                pages.addAll(Collections.nCopies(n, null));
                                for (int i = 0; i < n; i++) {
                                    var html = done.take().get();
                                    pages.set(
                                            html.seed,
                                            computing.submit(() -> parse.apply(html.text)));
                                }
                                return joined(pages);
                            }
                        })
                .patient("waits for an hour", waiting(1, TimeUnit.HOURS))
                .tests();
    }

    private static List<String> threadsAndAQueue(
            int n, IntFunction<String> download, UnaryOperator<String> parse, int parsers)
            throws Exception {
        record Html(int seed, String text) {}
        var queue = new LinkedBlockingQueue<Html>();
        var pages = new String[n];
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < n; i++) {
            int seed = i;
            threads.add(
                    Thread.startVirtualThread(
                            () -> queue.add(new Html(seed, download.apply(seed)))));
        }
        var ended = new Semaphore(0);
        for (int i = 0; i < parsers; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    while (true) {
                                        var html = queue.take();
                                        if (html.seed < 0) {
                                            return;
                                        }
                                        pages[html.seed] = parse.apply(html.text);
                                        ended.release();
                                    }
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        ended.acquire(n);
        for (int i = 0; i < parsers; i++) {
            queue.add(new Html(-1, ""));
        }
        for (var thread : threads) {
            thread.join();
        }
        return Arrays.asList(pages);
    }

    @TestFactory
    Stream<DynamicTest> togetherWrongLimits() {
        var downloads = "downloads under way at the same time: ";
        var parsed = "pages parsed at the same time: ";
        return Solutions.of(Pages.TOGETHER)
                .wrong("nothing", "the pages: 0 items", (n, download, parse, parsers) -> List.of())
                .wrong(
                        "sequential",
                        downloads + "1 instead of 120",
                        (n, download, parse, parsers) ->
                                IntStream.range(0, n).mapToObj(download).map(parse).toList())
                .wrong(
                        "a parallel stream",
                        downloads,
                        (n, download, parse, parsers) ->
                                IntStream.range(0, n)
                                        .parallel()
                                        .mapToObj(download)
                                        .map(parse)
                                        .toList())
                .wrong(
                        "a hundred threads",
                        downloads + "100 instead of 120",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        parse,
                                        Executors.newFixedThreadPool(100),
                                        Executors.newFixedThreadPool(parsers)))
                .wrong(
                        "joined in the loop",
                        downloads + "1 instead of 120",
                        (n, download, parse, parsers) -> {
                            var pages = new ArrayList<String>();
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                for (int i = 0; i < n; i++) {
                                    int seed = i;
                                    pages.add(
                                            CompletableFuture.supplyAsync(
                                                            () -> download.apply(seed), waiting)
                                                    .thenApplyAsync(parse, computing)
                                                    .join());
                                }
                            }
                            return pages;
                        })
                .wrong(
                        "a lazy stream",
                        downloads + "1 instead of 120",
                        (n, download, parse, parsers) -> {
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                return steps(n, download, parse, waiting, computing)
                                        .map(CompletableFuture::join)
                                        .toList();
                            }
                        })
                .wrong(
                        "one pool for both",
                        downloads + "2 instead of 120",
                        (n, download, parse, parsers) -> {
                            try (var threads = Executors.newFixedThreadPool(parsers)) {
                                return joined(
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        threads.submit(() ->
                                                                parse.apply(download.apply(seed))))
                                                .toList());
                            }
                        })
                .wrong(
                        "parsed without limit",
                        parsed,
                        (n, download, parse, parsers) -> {
                            try (var threads = virtual()) {
                                return joined(
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        threads.submit(() ->
                                                                parse.apply(download.apply(seed))))
                                                .toList());
                            }
                        })
                .wrong(
                        "one parser too few",
                        parsed + "1 instead of 2",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        parse,
                                        virtual(),
                                        Executors.newFixedThreadPool(parsers - 1)))
                .wrong(
                        "one parser too many",
                        parsed + "3 instead of 2",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        parse,
                                        virtual(),
                                        Executors.newFixedThreadPool(parsers + 1)))
                .wrong(
                        "two parsers always",
                        parsed + "2 instead of 3",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        parse,
                                        virtual(),
                                        Executors.newFixedThreadPool(2)))
                .wrong(
                        "downloaded twice",
                        "downloads: 240 instead of 120",
                        (n, download, parse, parsers) -> {
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                joined(
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        waiting.submit(() -> download.apply(seed)))
                                                .toList());
                                return joined(
                                        steps(n, download, parse, waiting, computing).toList());
                            }
                        })
                .wrong(
                        "parsed twice",
                        "pages parsed: 240 instead of 120",
                        (n, download, parse, parsers) ->
                                together(
                                        n,
                                        download,
                                        html -> parse.apply(parse.apply(html)),
                                        virtual(),
                                        Executors.newFixedThreadPool(parsers)))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> togetherWrongOrder() {
        var notMeanwhile = "were parsed meanwhile";
        return Solutions.of(Pages.TOGETHER)
                .wrong(
                        "two phases",
                        notMeanwhile,
                        (n, download, parse, parsers) -> {
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                var htmls =
                                        joined(
                                                IntStream.range(0, n)
                                                        .mapToObj(seed ->
                                                                waiting.submit(
                                                                        () -> download.apply(seed)))
                                                        .toList());
                                return joined(
                                        htmls.stream()
                                                .map(html ->
                                                        computing.submit(() -> parse.apply(html)))
                                                .toList());
                            }
                        })
                .wrong(
                        "parsed in the order of the seeds",
                        notMeanwhile,
                        (n, download, parse, parsers) -> {
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                var htmls =
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        waiting.submit(() -> download.apply(seed)))
                                                .toList();
                                var pages = new ArrayList<Future<String>>();
                                for (var html : htmls) {
                                    var text = html.get();
                                    pages.add(computing.submit(() -> parse.apply(text)));
                                }
                                return joined(pages);
                            }
                        })
                .wrong(
                        "parsed one by one",
                        notMeanwhile,
                        (n, download, parse, parsers) -> {
                            try (var waiting = virtual()) {
                                var htmls =
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        waiting.submit(() -> download.apply(seed)))
                                                .toList();
                                return joined(htmls).stream().map(parse).toList();
                            }
                        })
                .wrong(
                        "mapConcurrent twice",
                        notMeanwhile,
                        (n, download, parse, parsers) ->
                                IntStream.range(0, n)
                                        .boxed()
                                        .gather(Gatherers.mapConcurrent(n, download::apply))
                                        .gather(Gatherers.mapConcurrent(parsers, parse))
                                        .toList())
                .wrong("parsed in groups", "waited for it", PagesTest::inGroups)
                .wrong(
                        "parsers dealt out beforehand",
                        "waited for it",
                        (n, download, parse, parsers) -> {
                            var hands =
                                    Stream.generate(Executors::newSingleThreadExecutor)
                                            .limit(parsers)
                                            .toList();
                            try (var waiting = virtual()) {
                                return joined(
                                        IntStream.range(0, n)
                                                .mapToObj(seed ->
                                                        CompletableFuture.supplyAsync(
                                                                        () -> download.apply(seed),
                                                                        waiting)
                                                                .thenApplyAsync(
                                                                        parse,
                                                                        hands.get(seed % parsers)))
                                                .toList());
                            } finally {
                                hands.forEach(ExecutorService::close);
                            }
                        })
                .wrong(
                        "order of arrival",
                        "the pages: first difference",
                        (n, download, parse, parsers) -> {
                            var parsed = new ConcurrentLinkedDeque<String>();
                            try (var computing = Executors.newFixedThreadPool(parsers);
                                    var waiting = virtual()) {
                                for (int i = 0; i < n; i++) {
                                    int seed = i;
                                    waiting.submit(() -> {
                                        var html = download.apply(seed);
                                        computing.submit(() -> parsed.addFirst(parse.apply(html)));
                                    });
                                }
                            }
                            return List.copyOf(parsed);
                        })
                .wrong(
                        "sleeps instead of joining",
                        "the pages: ",
                        (n, download, parse, parsers) -> {
                            var pages = new String[n];
                            try (var waiting = virtual();
                                    var computing = Executors.newFixedThreadPool(parsers)) {
                                for (int i = 0; i < n; i++) {
                                    int seed = i;
                                    CompletableFuture.supplyAsync(
                                                    () -> download.apply(seed), waiting)
                                            .thenApplyAsync(parse, computing)
                                            .thenAccept(page -> pages[seed] = page);
                                }
                                Thread.sleep(3_000);
                                return Arrays.asList(pages.clone());
                            }
                        })
                .wrong(
                        "waits a second for each",
                        "your code ended with TimeoutException",
                        waiting(1, TimeUnit.SECONDS))
                .tests();
    }

    /** Takes as many as have come, in the order of their coming, and waits for the whole group. */
    private static List<String> inGroups(
            int n, IntFunction<String> download, UnaryOperator<String> parse, int parsers)
            throws Exception {
        record Html(int seed, String text) {}
        var pages = new String[n];
        try (var waiting = virtual()) {
            var done = new ExecutorCompletionService<Html>(waiting);
            for (int i = 0; i < n; i++) {
                int seed = i;
                done.submit(() -> new Html(seed, download.apply(seed)));
            }
            for (int group = 0; group < n; group += parsers) {
                try (var computing = virtual()) {
                    for (int i = 0; i < parsers; i++) {
                        var html = done.take().get();
                        computing.execute(() -> pages[html.seed] = parse.apply(html.text));
                    }
                }
            }
        }
        return Arrays.asList(pages);
    }
}
