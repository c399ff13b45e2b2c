package workbench;

import java.lang.management.ManagementFactory;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import tech.tablesaw.api.Table;
import workbench.internal.drawing.Charts;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Display;
import workbench.internal.kernel.Notebook;
import workbench.internal.kernel.Threads;
import workbench.internal.program.StressTable;
import workbench.internal.text.Documented;
import workbench.internal.text.Failures;
import workbench.internal.text.Interleaving;
import workbench.internal.text.Text;

/**
 * Shows things below a notebook's cell, in JJava and in IJava; without a kernel, or when no cell
 * runs, it prints their text. Thread-safe: every method may be called by any thread, also at the
 * same time.
 *
 * <p>The methods return nothing: a display's id as a cell's last value would be printed too. Each
 * picture has a text that gives its data, for those who cannot see it. Where Java cannot draw (it
 * needs fonts, but no screen), the methods that draw throw an {@link IllegalStateException} that
 * says what to install.
 */
public final class Show {
    private Show() {}

    /**
     * The machine, in one row; the first cell of every notebook calls it. It also names the thread
     * that runs the cells "notebook", since each kernel has a name of its own for it.
     */
    public static void machine() {
        Threads.remember();
        Notebook.listen();
        Thread.currentThread().setName("notebook");
        Display.grid(Machine.grid());
        if (Machine.cores() == 1) {
            System.out.println(
                    "On one core, versions that compute cannot overlap; "
                            + "versions that wait still can.");
        }
    }

    /**
     * Says that no thread outlived its cell since {@link #machine()}, or names those that did. It
     * waits up to two seconds for threads that are ending.
     *
     * @throws InterruptedException if the kernel is interrupted while it waits
     */
    public static void threadsLeft() throws InterruptedException {
        System.out.println(Threads.report(Threads.left(Duration.ofSeconds(2))));
    }

    /**
     * Prints what has arrived and which thread does this, such as "3 doom polka, by thread #31
     * (notebook)"; of a virtual thread also the carrier that it is on at the moment.
     *
     * @return what has arrived
     */
    public static String arrival(int number, String what) {
        System.out.println(number + " " + what + ", by " + Threads.words(Thread.currentThread()));
        return what;
    }

    /**
     * Does a job on the current thread, and prints how long it took by the clock and for how long
     * the processor worked on this thread meanwhile, both in milliseconds. What other threads did
     * for the job does not count as work. Of a virtual thread the JVM does not tell the second.
     */
    public static void clock(String name, Runnable job) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long before = threads.getCurrentThreadCpuTime();
        job.run();
        long worked = threads.getCurrentThreadCpuTime() - before;
        long took = System.nanoTime() - start;
        var words = String.format(Locale.ROOT, "%-8s took %,6d ms", name, took / 1_000_000);
        if (before >= 0) {
            words +=
                    String.format(
                            Locale.ROOT,
                            "; the processor worked for %,6d ms of it",
                            worked / 1_000_000);
        }
        System.out.println(words);
    }

    /**
     * Prints a name and what was seen of it, such as "state of a job at work: RUNNING". If Java's
     * documentation promises something else, a second line says so, and where to read it. What is
     * promised stands in the jar, in {@code documented/NN.txt} (NN is the notebook's number), so
     * that a cell does not give away its own answer.
     *
     * @param id the notebook's number and the name, with dashes for blanks, such as
     *     10-state-of-a-job-at-work
     * @param value an exception is shown by its name, as {@link Outcome} does
     */
    public static void seen(String id, Object value) {
        tell(id, Outcome.text(value));
    }

    /**
     * Runs something, and shows how it ended as {@link #seen(String, Object)} does.
     *
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public static void seen(String id, Callable<?> work) throws InterruptedException {
        tell(id, Outcome.of(work));
    }

    private static void tell(String id, String seen) {
        System.out.println(Documented.name(id) + ": " + seen);
        Documented.difference(id, seen).ifPresent(System.out::println);
    }

    /** The cases as a table; below it a line for each that is not as documented. */
    public static void fates(Fates fates) {
        Display.grid(fates.grid());
        fates.texts()
                .forEach((what, text) ->
                        Documented.difference("11-" + what, text).ifPresent(System.out::println));
    }

    /**
     * Prints what a call returns, or what it throws and that one's cause, in a line with this name
     * before it. An interrupt ends here, like any other exception: its line tells it.
     */
    public static void outcome(String name, Callable<?> call) {
        try {
            System.out.println(name + ": " + call.call());
        } catch (Exception e) {
            System.out.println(
                    name + ": " + e.getClass().getSimpleName() + ", cause: " + e.getCause());
        }
    }

    /**
     * Why something failed, on one line, such as "SocketTimeoutException: timeout": the exception's
     * name and its message, without the wrapping of futures. A message can come from the network:
     * control characters become question marks, and what is longer than 200 characters is cut. Of a
     * file it gives the name and not the folder, so that it can be published.
     *
     * @return the line; this method prints nothing
     */
    public static String reason(Throwable failure) {
        var cause = Failures.cause(failure);
        if (cause instanceof FileSystemException about && about.getFile() != null) {
            var name = Path.of(about.getFile()).getFileName();
            return cause.getClass().getSimpleName() + ": " + Text.printable("" + name);
        }
        return Text.printable(Failures.reason(cause));
    }

    /**
     * Prints how many there are, the 50th, 90th and 99th percentile, and the largest. A percentile
     * is the smallest value such that at least so many percent of all are as large or smaller.
     *
     * @param what is counted, with the unit
     * @throws IllegalArgumentException if there are none
     */
    public static void percentiles(String what, Collection<Long> values) {
        var sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("There are no " + what + ".");
        }
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%,d %s: 50th percentile %,d, 90th %,d, 99th %,d, the largest %,d",
                        sorted.size(),
                        what,
                        percentile(sorted, 50),
                        percentile(sorted, 90),
                        percentile(sorted, 99),
                        sorted.getLast()));
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get((int) (((long) percent * sorted.size() + 99) / 100) - 1);
    }

    /**
     * A table: its title above, numbers to the right, and of a long one the first 100 rows and how
     * many more there are.
     */
    public static void table(Table table) {
        Display.grid(Grid.of(table));
    }

    /**
     * What jcstress tests saw: a row for each outcome, and how often each test had it. A test of
     * which there is no table has a line below instead, which says why.
     *
     * @param runs by name, the runs of jcstress tests with {@code -v}, in the order in which they
     *     are shown; all of them tell their outcomes in the same way
     */
    public static void outcomes(String title, Map<String, Program.Run> runs) {
        var tables = new LinkedHashMap<String, List<StressTable.Row>>();
        runs.forEach((name, run) -> tables.put(name, StressTable.rows(run.output())));
        tables.values().removeIf(List::isEmpty);
        if (!tables.isEmpty()) {
            Display.grid(outcomeGrid(title, tables));
        }
        runs.forEach((name, run) -> {
            if (!tables.containsKey(name)) {
                System.out.println(name + ": " + noOutcomes(run));
            }
        });
    }

    private static Grid outcomeGrid(String title, Map<String, List<StressTable.Row>> tables) {
        var meanings = new TreeMap<String, String>();
        tables.values()
                .forEach(rows -> rows.forEach(row -> meanings.put(row.outcome(), row.meaning())));
        var headings = new ArrayList<Grid.Heading>();
        headings.add(Grid.Heading.text("Outcome"));
        tables.keySet().forEach(name -> headings.add(Grid.Heading.number(name)));
        headings.add(Grid.Heading.text("What it means"));
        var lines = new ArrayList<List<String>>();
        meanings.forEach((outcome, meaning) -> {
            var line = new ArrayList<String>();
            line.add(outcome);
            tables.values().forEach(rows -> line.add(times(outcome, rows)));
            line.add(meaning);
            lines.add(line);
        });
        return Grid.of(title, headings, lines);
    }

    private static String times(String outcome, List<StressTable.Row> rows) {
        long times =
                rows.stream()
                        .filter(row -> row.outcome().equals(outcome))
                        .mapToLong(StressTable.Row::times)
                        .sum();
        return String.format(Locale.ROOT, "%,d", times);
    }

    private static String noOutcomes(Program.Run run) {
        if (StressTable.lacksCores(run.output())) {
            return "not run. jcstress gives each thread a core of its own, and this machine has"
                    + " too few.";
        }
        return run.end() == Program.End.EXITED
                ? "jcstress wrote no table of outcomes. Was it run with -v?"
                : run.sentence();
    }

    /**
     * The tests of one run or several: a row for each with its time, and in one sentence why it
     * failed.
     */
    public static void tests(TestRun... runs) {
        Display.grid(TestRun.grid(List.of(runs)));
    }

    /**
     * How many tests of each run had failed, as the run went on: a line for each, and a straight
     * one to what the reader expected.
     *
     * @param guess how many the reader expected to fail in all
     * @throws IllegalArgumentException if there is no run
     */
    public static void failedSoFar(int guess, TestRun... runs) {
        int most = Arrays.stream(runs).mapToInt(run -> run.outcomes().size()).max().orElse(0);
        var lines = new LinkedHashMap<String, SortedMap<Integer, Integer>>();
        for (var run : runs) {
            lines.put(run.title(), run.failedSoFar(Math.max(1, most / 20)));
        }
        if (most > 0) {
            lines.put("your guess", new TreeMap<>(Map.of(0, 0, most, guess)));
        }
        Display.picture(Charts.lines("Tests that failed so far", "runs", "failed", lines));
    }

    /**
     * Runs a program that lets Lincheck look for an order of steps in which a test fails, and draws
     * what was found as a timeline from top to bottom, with a column for each thread. If nothing
     * was found, or the program cannot run, a sentence says so.
     *
     * @param checker a program with lincheck, which passes on what Lincheck throws
     * @throws InterruptedException if the thread is interrupted meanwhile; the JVM has ended then
     */
    public static void interleaving(String title, Program checker) throws InterruptedException {
        interleaved(title, checker.run());
    }

    /** For tests: draws what such a program has found. */
    static void interleaved(String title, Program.Run run) {
        var found = Interleaving.of(run.output() + run.errors());
        if (!found.steps().isEmpty()) {
            Display.picture(Charts.interleaving(title, found));
        } else {
            System.out.println(
                    title + ": " + (run.ok() ? "no order was found that fails." : run.sentence()));
        }
    }

    /**
     * The times of a comparison, a row for each version: a bar to the median, the spread from the
     * fastest to the slowest sample, a dot for each sample, and the reader's guesses. Where the
     * times lie more than a factor of 200 apart, the axis is logarithmic and the bars are lines.
     *
     * @throws IllegalArgumentException if a guess is for a version that was not measured, or a
     *     sample is below zero
     */
    public static void times(Results results, Guess... guesses) {
        Display.picture(Charts.times(results, guesses));
    }

    /**
     * Several comparisons on one axis: how many times as fast as the first version of its own
     * comparison each version was, by the medians. So workloads that take different times can be
     * looked at together.
     *
     * @param guesses by the title of a comparison, how many times as fast the reader expects its
     *     best version to be
     * @throws IllegalArgumentException if there is no comparison, or a guess that is not above zero
     *     or for none of them
     */
    public static void timesAsFast(
            String title, Map<String, Double> guesses, Results... comparisons) {
        Display.picture(Charts.timesAsFast(title, guesses, List.of(comparisons)));
    }

    /**
     * Prints the source of a method of the notebook, as the newest cell has it that declares it. If
     * there is none, it says so.
     *
     * @param name the method's name
     */
    public static void method(String name) {
        System.out.println(
                Notebook.source(name)
                        .orElse("There is no method " + name + " in this notebook yet."));
    }

    /**
     * What each task did and when; several timelines stand one below the other, on one scale of
     * time. Of more than 60 tasks it shows how many were in flight, and some of them by themselves.
     */
    public static void timeline(Timeline... timelines) {
        Display.picture(Charts.timeline(timelines));
    }

    /**
     * Does the work, draws its {@link Timeline}, and says how many tasks were waited for and how
     * many were worked on, on average. The work is done twice, and the second time is drawn: Java
     * compiles what runs often, so the first time is slower.
     *
     * @param title what the timeline is headed
     * @throws X what the work throws
     */
    public static <X extends Throwable> void waitingAndWorking(
            String title, Timeline.Work<?, X> work) throws X {
        work.call();
        var timeline = Timeline.of(title, work);
        timeline(timeline);
        System.out.println(timeline.averages());
    }

    /**
     * The speed-up by number of cores: how many times as fast each was as the fewest, beside the
     * ideal (twice the cores, half the time) and Amdahl's law with the serial share that fits best.
     *
     * @param times the time that the same workload took on each number of cores
     * @throws IllegalArgumentException if there is no time, or one that is not above zero
     * @see <a href="https://doi.org/10.1145/1465482.1465560">G. M. Amdahl: Validity of the single
     *     processor approach to achieving large scale computing capabilities, 1967</a>
     */
    public static void speedUp(String title, SortedMap<Integer, Duration> times) {
        Display.picture(Charts.speedUp(title, times));
    }

    /**
     * The speed-up by number of threads: how many times as fast each was as the fewest, beside the
     * ideal, which rises up to the number of cores. From four cores on it also draws Amdahl's law
     * with the serial share that fits the times up to that number best.
     *
     * @param times the time that the same workload took on each number of threads
     * @param cores how many cores there are, such as {@link Machine#cores()}
     * @throws IllegalArgumentException if there is no time, one that is not above zero, or none for
     *     as few threads as there are cores
     */
    public static void speedUp(String title, SortedMap<Integer, Duration> times, int cores) {
        Display.picture(Charts.speedUp(title, times, cores));
    }

    /**
     * The same for a comparison whose versions are named by their number of threads, such as "1",
     * "2" and "4": the medians, each with its spread, under the comparison's title.
     *
     * @throws IllegalArgumentException as the other, and if a version is named otherwise
     */
    public static void speedUp(Results byThreads, int cores) {
        Display.picture(Charts.speedUp(byThreads, cores));
    }

    /**
     * The times of a comparison as its workload grows: medians with their spread, a line for each
     * version. Where they lie more than a factor of 15 apart, an axis is logarithmic; with a size
     * of zero among them, the sizes stand on a linear one.
     *
     * @param xLabel what the sizes count, with the unit
     * @param sizes what was measured at each size; a version may be missing at some
     * @throws IllegalArgumentException if there is no size, or a sample is below zero
     */
    public static void growth(String title, String xLabel, SortedMap<Integer, Results> sizes) {
        Display.picture(Charts.growth(title, xLabel, sizes));
    }

    /**
     * Any numbers over any others, a line for each name.
     *
     * @param xLabel what the keys are, with the unit
     * @param yLabel what the values are, with the unit
     * @param data each line's points; they need not have the same keys
     * @throws IllegalArgumentException if there is no line, one without points, or a number that is
     *     missing, not finite or beyond 1e300
     */
    public static void lines(
            String title,
            String xLabel,
            String yLabel,
            Map<String, ? extends SortedMap<? extends Number, ? extends Number>> data) {
        Display.picture(Charts.lines(title, xLabel, yLabel, data));
    }

    /**
     * Latencies, a line for each name: what one request of n takes, or more. For n = 2 that is the
     * middle one, the 50th percentile, for n = 100 the 99th. The last point is the slowest of all.
     *
     * @param unit that of the histograms' values
     * @throws IllegalArgumentException if there is no histogram, or one without values
     */
    public static void latencies(String title, String unit, Map<String, Histogram> latencies) {
        var lines = new TreeMap<String, SortedMap<Integer, Long>>();
        latencies.forEach((name, histogram) -> {
            if (histogram.getTotalCount() == 0) {
                throw new IllegalArgumentException("There are no latencies in \"" + name + "\".");
            }
            var line = new TreeMap<Integer, Long>();
            for (int n : SLOWEST_OF) {
                if (n < histogram.getTotalCount()) {
                    line.put(n, histogram.getValueAtPercentile(100 - 100.0 / n));
                }
            }
            line.put(Math.toIntExact(histogram.getTotalCount()), histogram.getMaxValue());
            lines.put(name, line);
        });
        lines(title, "one request of so many …", "… takes so long or longer [" + unit + "]", lines);
    }

    private static final List<Integer> SLOWEST_OF = List.of(2, 4, 10, 20, 50, 100, 200, 500, 1_000);

    /**
     * How much so many workers got done in a second, beside what some laws say; below it a sentence
     * for each law, about the largest number of workers.
     *
     * @throws IllegalArgumentException if nothing was measured
     */
    public static void scaling(
            String title, SortedMap<Integer, Double> perSecond, Scaling... laws) {
        var lines = new LinkedHashMap<String, SortedMap<Integer, Double>>();
        lines.put("measured", perSecond);
        for (var law : laws) {
            lines.put(law.name(), law.line(perSecond.keySet()));
        }
        lines(title, "workers", "per second", lines);
        int most = perSecond.lastKey();
        for (var law : laws) {
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "%s. It says %,.0f for %d workers; measured: %,.0f.",
                            law,
                            law.at(most),
                            most,
                            perSecond.get(most)));
        }
    }
}
