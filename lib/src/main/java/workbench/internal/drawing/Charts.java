package workbench.internal.drawing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import workbench.Guess;
import workbench.Results;
import workbench.Timeline;
import workbench.internal.drawing.Sheet.Line;
import workbench.internal.text.Interleaving;
import workbench.internal.text.Text;

/**
 * Draws charts, each with a text that gives its data. Titles and names may be of any length: they
 * are wrapped, never cut. Thread-safe: nothing is shared between two charts.
 *
 * <p>Every method throws an {@link IllegalArgumentException} that says what cannot be drawn, and an
 * {@link IllegalStateException} that says what to install where Java itself cannot draw.
 */
public final class Charts {
    /** More numbers than this on an x axis are not all written. */
    private static final int WRITTEN = 12;

    private Charts() {}

    /**
     * The times of a comparison, a row for each version: a bar to the median, which is written
     * beside it, a line from the fastest to the slowest sample, and a dot for each sample. A sample
     * of 0 ns is written as such; on a logarithmic axis it is drawn at 1 ns.
     *
     * @throws IllegalArgumentException if a guess is for a version that the results do not have, or
     *     a sample is below zero
     */
    public static Picture times(Results results, Guess... guesses) {
        Awt.check();
        return TimesChart.draw(results, guesses);
    }

    /**
     * Several comparisons on one axis: how many times as fast as the first version of its own
     * comparison each version was, by the medians.
     *
     * @param guesses by the title of a comparison, how many times as fast its best version was
     *     expected to be
     * @throws IllegalArgumentException if there is no comparison, or a guess that is not above zero
     *     or for none of them
     */
    public static Picture timesAsFast(
            String title, Map<String, Double> guesses, List<Results> comparisons) {
        Awt.check();
        return TimesAsFastChart.draw(title, guesses, comparisons);
    }

    /**
     * How many times as fast a workload was on so many cores as on the fewest measured, beside the
     * ideal (twice the cores, half the time) and Amdahl's law with the serial share that fits the
     * times best (least squares).
     *
     * @param times the time on each number of cores, at least one
     * @throws IllegalArgumentException if there is no time, one that is not above zero, or one for
     *     no core
     */
    public static Picture speedUp(String title, SortedMap<Integer, Duration> times) {
        Awt.check();
        return SpeedUpChart.draw(title, times);
    }

    /**
     * How many times as fast a workload was on so many threads as on the fewest measured, beside
     * the ideal, which ends to rise where there are no more cores. From four cores on, if three or
     * more numbers of threads up to that were measured, Amdahl's law stands beside it, fitted to
     * these.
     *
     * @param times the time on each number of threads, at least one
     * @param cores how many cores there are
     * @throws IllegalArgumentException as the other, and if there are fewer cores than threads in
     *     all times
     */
    public static Picture speedUp(String title, SortedMap<Integer, Duration> times, int cores) {
        Awt.check();
        return SpeedUpChart.draw(title, times, cores);
    }

    /**
     * The same for a comparison whose versions are named by their number of threads: the medians,
     * each with what its fastest and its slowest sample would make of it.
     *
     * @throws IllegalArgumentException as the other, and if a version is named otherwise
     */
    public static Picture speedUp(Results byThreads, int cores) {
        Awt.check();
        return SpeedUpChart.draw(byThreads, cores);
    }

    /**
     * How the times grow with the size of the workload: medians, each with its spread, a line for
     * each version. A version need not be in all results. Sizes that lie far apart stand on a
     * logarithmic axis; with a size of zero, which has no place there, on a linear one.
     *
     * @param xLabel what the sizes count
     * @throws IllegalArgumentException if there is no size, or a sample is below zero
     */
    public static Picture growth(String title, String xLabel, SortedMap<Integer, Results> sizes) {
        Awt.check();
        var names = new LinkedHashSet<String>();
        sizes.values().forEach(results -> names.addAll(results.names()));
        requireLines(title, names);
        var lines = new ArrayList<Line>();
        for (var name : names) {
            lines.add(growth(lines.size(), name, sizes));
        }
        requireTimes(title, lines);
        var alt =
                "Line chart of "
                        + title
                        + ", time against "
                        + xLabel
                        + ": "
                        + words(lines, Text::time);
        var up = Axis.time(values(lines));
        var drawn = up.log() ? lines.stream().map(line -> line.above(1)).toList() : lines;
        return LineChart.draw(title, xAxis(xLabel, lines), up, drawn, List.copyOf(names), alt);
    }

    private static Line growth(int number, String name, SortedMap<Integer, Results> sizes) {
        var with =
                sizes.entrySet().stream()
                        .filter(entry -> entry.getValue().names().contains(name))
                        .toList();
        Function<Function<Results, Duration>, double[]> nanos =
                time ->
                        with.stream()
                                .mapToDouble(entry -> Text.nanos(time.apply(entry.getValue())))
                                .toArray();
        return Line.of(
                number,
                name,
                with.stream().mapToDouble(Map.Entry::getKey).toArray(),
                nanos.apply(results -> results.median(name)),
                nanos.apply(results -> results.fastest(name)),
                nanos.apply(results -> results.slowest(name)));
    }

    /**
     * Which thread did what in which order: a column for each thread, time from top to bottom.
     *
     * @throws IllegalArgumentException if there is no step
     */
    public static Picture interleaving(String title, Interleaving interleaving) {
        Awt.check();
        if (interleaving.steps().isEmpty()) {
            throw new IllegalArgumentException("There is no step to draw for " + title + ".");
        }
        return InterleavingChart.draw(title, interleaving);
    }

    /**
     * Any numbers against any others, a line for each name; the labels should give the units.
     *
     * @throws IllegalArgumentException if there is no line, one without points, or a number that is
     *     not finite or too large to draw
     */
    public static Picture lines(
            String title,
            String xLabel,
            String yLabel,
            Map<String, ? extends SortedMap<? extends Number, ? extends Number>> data) {
        Awt.check();
        requireLines(title, data.keySet());
        var lines = new ArrayList<Line>();
        data.forEach((name, points) -> {
            requirePoints(title, name, points);
            lines.add(
                    Line.of(
                            lines.size(),
                            name,
                            points.keySet().stream().mapToDouble(Number::doubleValue).toArray(),
                            points.values().stream().mapToDouble(Number::doubleValue).toArray(),
                            null,
                            null));
        });
        var alt =
                "Line chart of "
                        + title
                        + ", "
                        + yLabel
                        + " against "
                        + xLabel
                        + ": "
                        + words(lines, Text::plain);
        return LineChart.draw(
                title,
                xAxis(xLabel, lines),
                Axis.of(yLabel, values(lines)),
                lines,
                List.copyOf(data.keySet()),
                alt);
    }

    /**
     * What each task did and when. Several timelines stand one below the other on the same scale.
     * Up to {@value TimelineChart#ROWS} tasks have a row each; of more, a summary shows how many
     * were in flight, and some of them have a row.
     */
    public static Picture timeline(Timeline... timelines) {
        Awt.check();
        return TimelineChart.draw(
                Arrays.stream(timelines)
                        .map(one -> new TimelineChart.Track(one.title(), one.tasks()))
                        .toList());
    }

    // What cannot be drawn

    private static void requireLines(String title, Collection<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is nothing to draw in \"" + title + "\": give it one line or more.");
        }
    }

    private static void requirePoints(
            String title, String name, SortedMap<? extends Number, ? extends Number> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException(
                    "The line \""
                            + name
                            + "\" of \""
                            + title
                            + "\" has no points: give it one, or leave the line out.");
        }
        points.forEach((x, y) -> {
            if (!isDrawable(x) || !isDrawable(y)) {
                throw new IllegalArgumentException(
                        "The line \""
                                + name
                                + "\" of \""
                                + title
                                + "\" has the point x = "
                                + x
                                + ", y = "
                                + y
                                + ", which cannot be drawn: leave out what is missing or not"
                                + " finite, and give very large numbers in a larger unit.");
            }
        });
    }

    private static boolean isDrawable(Number number) {
        // A comparison with NaN is false, too.
        return number != null && Math.abs(number.doubleValue()) <= Axis.MOST;
    }

    private static void requireTimes(String title, List<Line> lines) {
        for (var line : lines) {
            if (Arrays.stream(line.low()).anyMatch(nanos -> nanos < 0)) {
                throw new IllegalArgumentException(
                        "A sample of \""
                                + line.name()
                                + "\" in \""
                                + title
                                + "\" is below zero: take the end minus the start, by"
                                + " System.nanoTime().");
            }
        }
    }

    // Axes

    private static double[] values(Collection<Line> lines) {
        return lines.stream()
                .flatMapToDouble(line ->
                        line.low() == null
                                ? Arrays.stream(line.y())
                                : DoubleStream.concat(
                                        Arrays.stream(line.low()), Arrays.stream(line.high())))
                .toArray();
    }

    /** Whole numbers that were measured are the ticks. */
    private static Axis xAxis(String title, List<Line> lines) {
        var at =
                lines.stream()
                        .flatMapToDouble(line -> Arrays.stream(line.x()))
                        .sorted()
                        .distinct()
                        .toArray();
        var axis = Axis.of(title, at);
        boolean whole = Arrays.stream(at).allMatch(value -> value == Math.rint(value));
        return whole && at.length <= WRITTEN ? axis.withTicks(at, Text::plain) : axis;
    }

    // Words

    private static String words(List<Line> lines, DoubleFunction<String> text) {
        return lines.stream()
                .map(line -> line.name() + " " + words(line, text))
                .collect(Collectors.joining("; ", "", "."));
    }

    private static String words(Line line, DoubleFunction<String> text) {
        return IntStream.range(0, line.x().length)
                .mapToObj(i -> text.apply(line.y()[i]) + " at " + Text.plain(line.x()[i]))
                .collect(Collectors.joining(", "));
    }
}
