package workbench.checks;

import static workbench.checks.Check.inTime;
import static workbench.checks.Check.outlast;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The exercises of 12, Pages. */
public final class Pages {

    /** 12.1. */
    public interface Shares {
        List<List<Integer>> call(int pages, int workers) throws Throwable;
    }

    /** 12.2. */
    public interface Together {
        List<String> call(
                int n, IntFunction<String> download, UnaryOperator<String> parse, int parsers)
                throws Throwable;
    }

    static final Exercise<Shares> SHARES =
            Exercise.of(
                    "12.1",
                    "Even shares",
                    Shares.class,
                    "List<List<Integer>> shares(int pages, int workers)",
                    Pages::shares);

    static final Exercise<Together> TOGETHER =
            Exercise.of(
                    "12.2",
                    "Together",
                    Together.class,
                    "List<String> together(int n, IntFunction<String> download,"
                            + " UnaryOperator<String> parse, int parsers)",
                    Pages::together);

    static final List<Exercise<?>> EXERCISES = List.of(SHARES, TOGETHER);

    private static final int MANY = 120; // more than a fixed pool that somebody took for large

    private Pages() {}

    /** The tutorial's 100 pages for 13 workers come first. */
    private static void shares(Check check, Shares solution) throws Throwable {
        for (int pages : List.of(100, 0, 1, 13, 64, 1_000)) {
            for (int last = 0; last <= 64; last++) {
                int workers = last == 0 ? 13 : last;
                var dealt = solution.call(pages, workers);
                var problem = problem(dealt, pages, workers);
                check.that(
                        problem == null,
                        problem == null
                                ? "each page once, in even shares, for 1 to 64 workers"
                                : pages + " pages, " + workers + " workers: " + problem);
            }
        }
    }

    private static String problem(List<List<Integer>> dealt, int pages, int workers) {
        if (dealt == null) {
            return "null in place of the shares";
        }
        if (dealt.stream().anyMatch(Objects::isNull)) {
            return "null in place of a share";
        }
        var all = dealt.stream().flatMap(List::stream).toList();
        if (all.stream().anyMatch(Objects::isNull)) {
            return "null in place of a page";
        }
        var sizes = dealt.stream().mapToInt(List::size).summaryStatistics();
        var sorted = all.stream().sorted().toList();
        return dealt.size() == workers
                        && sizes.getMax() - sizes.getMin() <= 1
                        && sorted.equals(IntStream.range(0, pages).boxed().toList())
                ? null
                : seen(sorted, dealt.size(), sizes.getMin(), sizes.getMax());
    }

    private static String seen(List<Integer> sorted, int shares, int smallest, int largest) {
        return "shares: "
                + shares
                + (shares == 0 ? "" : ", of " + smallest + " to " + largest + " pages")
                + "; pages dealt: "
                + sorted.size()
                + ", different ones: "
                + sorted.stream().distinct().count()
                + (sorted.isEmpty()
                        ? ""
                        : ", from " + sorted.getFirst() + " to " + sorted.getLast())
                + (shares == 0 || largest - smallest <= 1
                        ? ""
                        : ". The largest share may have one page more than the smallest");
    }

    /** Two numbers of parsers, so that no fixed number will do. */
    private static void together(Check check, Together solution) throws Throwable {
        for (int parsers : List.of(2, 3)) {
            var work = new Work(parsers, Thread.currentThread());
            var pages = solution.call(MANY, work::download, work::parse, parsers);
            var expected = IntStream.range(0, MANY).mapToObj(i -> "page " + i).toList();
            check.equal("the pages", expected, pages);
            check.equal("downloads", MANY, work.loaded.get());
            check.equal("pages parsed", MANY, work.parsed.get());
            check.equal("downloads under way at the same time", MANY, work.downloads.most());
            check.equal("pages parsed at the same time", parsers, work.atWork());
        }
    }

    /**
     * All downloads meet. Page 0 is there only when as many others as there are parsers are being
     * parsed: so nobody waits for all downloads, or for those with a lower number, before he
     * parses. The first page that is parsed is done only when all others are: so nobody waits for
     * it to parse the next one.
     */
    private static final class Work {
        private final int parsers;
        private final Thread you;
        private final Meeting downloads = new Meeting(MANY);
        private final Meeting parsing;
        private final CountDownLatch begun;
        private final CountDownLatch others = new CountDownLatch(MANY - 1);
        private final CountDownLatch tooMany = new CountDownLatch(1);
        private final AtomicInteger loaded = new AtomicInteger();
        private final AtomicInteger parsed = new AtomicInteger();
        private final AtomicInteger atWork = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Work(int parsers, Thread you) {
            this.parsers = parsers;
            this.you = you;
            parsing = new Meeting(parsers);
            begun = new CountDownLatch(parsers);
        }

        String download(int seed) {
            loaded.incrementAndGet();
            boolean met = downloads.attend();
            return "html "
                    + seed
                    + (seed == 0 && met && !inTime(begun)
                            ? ", and no " + parsers + " others were parsed meanwhile"
                            : "");
        }

        String parse(String html) {
            int now = atWork.incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            if (now > parsers) {
                tooMany.countDown();
            }
            try {
                int place = parsed.incrementAndGet();
                begun.countDown();
                return html.replace("html", "page") + afterOthers(place);
            } finally {
                atWork.decrementAndGet();
            }
        }

        /** As many as met, or the more that came in. */
        int atWork() {
            return Math.max(parsing.most(), most.get() > parsers ? most.get() : 0);
        }

        private String afterOthers(int place) {
            boolean met = place > parsers || (parsing.attend() && downloads.most() == MANY);
            moment();
            if (place > 1) {
                others.countDown();
            } else if (met && !inTime(others)) {
                return ", and pages that were there waited for it";
            } else if (parsers == 2) {
                outlast(you);
            }
            return "";
        }

        /** In which one too many would come in. */
        private void moment() {
            try {
                tooMany.await(3, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
