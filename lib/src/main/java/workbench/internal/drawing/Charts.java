package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import workbench.Guess;
import workbench.Results;
import workbench.Timeline;
import workbench.internal.drawing.Sheet.Line;
import workbench.internal.text.Text;

/**
 * Draws charts, each with a text that gives its data. Titles and names may be of any length: they
 * are wrapped, never cut. Thread-safe: nothing is shared between two charts.
 */
public final class Charts {
    private static final Color BAR = new Color(0xC6DDED);

    /** Zero and a range above it of more than this factor do not share an evenly divided axis. */
    private static final int CLOSE = 10;

    /** Bars bear a wider range: their point is that one is hardly to be seen beside another. */
    private static final double FAR = 200;

    private Charts() {}

    /**
     * The times of a comparison, a row for each version: a bar to the median, which is written
     * beside it, a line from the fastest to the slowest sample, and a dot for each sample.
     *
     * @throws IllegalArgumentException if a guess is for a version that the results do not have
     */
    public static Picture times(Results results, Guess... guesses) {
        record Row(String name, List<String> lines, List<Guess> guesses) {
            double height() {
                return Math.max(lines.size() * lineHeight(PLAIN), 26 + 19 * guesses.size()) + 10;
            }
        }
        for (var guess : guesses) {
            results.samples(guess.version());
        }
        var rows =
                results.names().stream()
                        .map(name ->
                                new Row(
                                        name,
                                        wrap(name, PLAIN, 240),
                                        Arrays.stream(guesses)
                                                .filter(guess -> guess.version().equals(name))
                                                .toList()))
                        .toList();
        double slowest =
                rows.stream()
                        .mapToDouble(row -> nanos(results.slowest(row.name())))
                        .max()
                        .orElseThrow();
        // A guess far off must not squeeze what was measured: it is written at the edge.
        double most =
                Math.max(
                        slowest,
                        Arrays.stream(guesses)
                                .mapToDouble(g -> nanos(g.time()))
                                .filter(time -> time <= 3 * slowest)
                                .max()
                                .orElse(0));
        double fastest =
                rows.stream()
                        .mapToDouble(row -> nanos(results.fastest(row.name())))
                        .min()
                        .orElseThrow();
        // A bar begins at zero, which a logarithmic axis does not have: there it is a mere line.
        boolean bars = most < FAR * fastest;
        var axis =
                bars
                        ? Axis.time(0, most * 1.01, 8)
                        : Axis.logarithmic(
                                "time",
                                Math.min(
                                        fastest,
                                        Arrays.stream(guesses)
                                                .mapToDouble(g -> nanos(g.time()))
                                                .min()
                                                .orElse(fastest)),
                                most,
                                Text::tidyTime);
        double left =
                MARGIN
                        + 10
                        + rows.stream()
                                .mapToDouble(row -> width(row.lines(), PLAIN))
                                .max()
                                .orElse(0);
        double right =
                WIDTH
                        - MARGIN
                        - 10
                        - rows.stream()
                                .mapToDouble(
                                        row -> width(Text.time(results.median(row.name())), BOLD))
                                .max()
                                .orElse(0);
        double top = titleHeight(results.title());
        double high = rows.stream().mapToDouble(Row::height).sum() + 6;
        var sheet = new Sheet(top + high + 52);
        sheet.title(results.title());
        var area = new Rectangle2D.Double(left, top, (int) (right - left), (int) high);
        sheet.plot(area, axis, null, List.of());
        double y = top + 3;
        for (var row : rows) {
            var name = row.name();
            double middle = row.guesses().isEmpty() ? y + row.height() / 2 : y + 18;
            sheet.block(
                    row.lines(),
                    left - 10,
                    Math.max(middle, y + 5 + row.lines().size() * lineHeight(PLAIN) / 2),
                    PLAIN,
                    INK,
                    1);
            double median = left + axis.at(nanos(results.median(name))) * area.width;
            double fast = left + axis.at(nanos(results.fastest(name))) * area.width;
            double slow = left + axis.at(nanos(results.slowest(name))) * area.width;
            if (bars) {
                sheet.fill(Sheet.rectangle(left, middle - 9, median - left, 18), BAR);
            } else {
                sheet.line(left, middle, median, middle, DOTTED, BLUE);
            }
            sheet.fill(Sheet.rectangle(median - 2, middle - 9, 3, 18), BLUE);
            sheet.line(fast, middle, slow, middle, THIN, INK);
            sheet.line(fast, middle - 4, fast, middle + 4, THIN, INK);
            sheet.line(slow, middle - 4, slow, middle + 4, THIN, INK);
            int number = 0;
            for (var sample : results.samples(name)) {
                double at = left + axis.at(nanos(sample)) * area.width;
                sheet.dot(at, middle + (number++ * 2 % 5 - 2) * 2.5, 2.6, INK);
            }
            sheet.text(Text.time(results.median(name)), slow + 9, middle + 4.5, BOLD, INK, 0);
            double below = middle + 22;
            for (var guess : row.guesses()) {
                var text = "your guess: " + Text.tidyTime(nanos(guess.time()));
                if (nanos(guess.time()) > most) {
                    sheet.text(text + " →", left + area.width - 6, below + 4, SMALL, RED, 1);
                } else {
                    double at = left + axis.at(nanos(guess.time())) * area.width;
                    boolean before = at + 12 + width(text, SMALL) > WIDTH - MARGIN;
                    sheet.line(at, middle + 9, at, below, THICK, RED);
                    sheet.diamond(at, below, 5, RED);
                    sheet.text(
                            text,
                            before ? at - 10 : at + 10,
                            below + 4,
                            SMALL,
                            RED,
                            before ? 1 : 0);
                }
                below += 19;
            }
            y += row.height();
        }
        sheet.text(
                (bars ? "bar" : "thick mark")
                        + ": median · line: fastest to slowest · dot: a sample",
                MARGIN,
                top + (int) high + 35,
                SMALL,
                SOFT,
                0);
        var alt =
                "Bar chart of "
                        + results.title()
                        + ": "
                        + rows.stream()
                                .map(row -> spread(row.name(), results))
                                .collect(Collectors.joining("; "))
                        + "."
                        + Arrays.stream(guesses)
                                .map(guess ->
                                        " Your guess for "
                                                + guess.version()
                                                + " was "
                                                + Text.time(guess.time())
                                                + ".")
                                .collect(Collectors.joining());
        return sheet.picture(alt);
    }

    private static String spread(String name, Results results) {
        int samples = results.samples(name).size();
        return name
                + " "
                + Text.time(results.median(name))
                + (samples == 1
                        ? " (one sample)"
                        : " ("
                                + samples
                                + " samples, "
                                + Text.time(results.fastest(name))
                                + " to "
                                + Text.time(results.slowest(name))
                                + ")");
    }

    /**
     * How many times as fast a workload was on so many cores as on the fewest measured, beside the
     * ideal (twice the cores, half the time) and Amdahl's law with the serial share that fits the
     * times best (least squares).
     *
     * @param times the time on each number of cores, at least one
     */
    public static Picture speedUp(String title, SortedMap<Integer, Duration> times) {
        int first = times.firstKey(), last = times.lastKey();
        double base = nanos(times.get(first));
        var cores = times.keySet().stream().mapToDouble(n -> n).toArray();
        var measured = times.values().stream().mapToDouble(time -> base / nanos(time)).toArray();
        var lines = new ArrayList<Line>();
        var labels = new ArrayList<String>();
        lines.add(
                new Line(
                        "ideal",
                        new double[] {first, last},
                        new double[] {1, (double) last / first},
                        null,
                        null,
                        SOFT,
                        SeriesMarkers.NONE,
                        DASHED));
        labels.add("ideal");
        var alt =
                "Line chart of "
                        + title
                        + ": "
                        + times.entrySet().stream()
                                .map(entry ->
                                        Text.number(base / nanos(entry.getValue()), 3)
                                                + " times as fast on "
                                                + Text.count(entry.getKey(), "core"))
                                .collect(Collectors.joining(", "))
                        + ".";
        if (times.size() > 1) {
            double serial = serialShare(times);
            var many =
                    IntStream.rangeClosed(0, 100)
                            .mapToDouble(i -> first + i * (last - first) / 100.)
                            .toArray();
            lines.add(
                    new Line(
                            "Amdahl",
                            many,
                            Arrays.stream(many)
                                    .map(n -> 1 / (serial + (1 - serial) * first / n))
                                    .toArray(),
                            null,
                            null,
                            RED,
                            SeriesMarkers.NONE,
                            THICK));
            var share = Text.number(Math.round(serial * 1000) / 10., 2) + " %";
            labels.add("Amdahl's law with " + share + " serial");
            alt += " Amdahl's law fits best with a serial share of " + share + ".";
        }
        lines.add(
                new Line(
                        "measured",
                        cores,
                        measured,
                        null,
                        null,
                        BLUE,
                        SeriesMarkers.CIRCLE,
                        SeriesLines.NONE));
        labels.add("measured");
        var ticks = new TreeMap<Double, String>();
        times.keySet().forEach(n -> ticks.put((double) n, "" + n));
        double highest = Math.max((double) last / first, Arrays.stream(measured).max().orElse(1));
        return lines(
                title,
                new Axis("cores", first - .5, last + .5, false, ticks),
                Axis.linear(
                        "times as fast as on " + Text.count(first, "core"),
                        0,
                        highest * 1.06,
                        1,
                        7),
                lines,
                labels,
                alt);
    }

    /** The serial share s for which t(n)/t(1) = s + (1 - s)/n comes closest to the times. */
    static double serialShare(SortedMap<Integer, Duration> times) {
        double above = 0, below = 0;
        for (var entry : times.entrySet()) {
            double part = (double) times.firstKey() / entry.getKey();
            double took = nanos(entry.getValue()) / nanos(times.firstEntry().getValue());
            above += (took - part) * (1 - part);
            below += (1 - part) * (1 - part);
        }
        return below == 0 ? 1 : Math.clamp(above / below, 0, 1);
    }

    /**
     * How the times grow with the size of the workload: medians, each with its spread, a line for
     * each version. A version need not be in all results.
     *
     * @param xLabel what the sizes count
     */
    public static Picture growth(String title, String xLabel, SortedMap<Integer, Results> sizes) {
        var names = new LinkedHashSet<String>();
        sizes.values().forEach(results -> names.addAll(results.names()));
        var lines = new ArrayList<Line>();
        for (var name : names) {
            var with =
                    sizes.entrySet().stream()
                            .filter(entry -> entry.getValue().names().contains(name))
                            .toList();
            lines.add(
                    Line.of(
                            lines.size(),
                            name,
                            with.stream().mapToDouble(Map.Entry::getKey).toArray(),
                            with.stream()
                                    .mapToDouble(e -> nanos(e.getValue().median(name)))
                                    .toArray(),
                            with.stream()
                                    .mapToDouble(e -> nanos(e.getValue().fastest(name)))
                                    .toArray(),
                            with.stream()
                                    .mapToDouble(e -> nanos(e.getValue().slowest(name)))
                                    .toArray()));
        }
        var alt =
                "Line chart of "
                        + title
                        + ", time against "
                        + xLabel
                        + ": "
                        + lines.stream()
                                .map(line -> line.name() + " " + points(line, true))
                                .collect(Collectors.joining("; "))
                        + ".";
        var at = sizes.keySet().stream().mapToDouble(size -> size).toArray();
        if (at.length < 3 || at[0] > 0 || at[at.length - 1] / at[1] < CLOSE) {
            return lines(
                    title,
                    xAxis(xLabel, lines),
                    Axis.time(values(lines)),
                    lines,
                    List.copyOf(names),
                    alt);
        }
        // A logarithmic axis has no zero, and a linear one crowds the small ones there.
        var ticks = new TreeMap<Double, String>();
        for (int i = 0; i < at.length; i++) ticks.put((double) i, Text.plain(at[i]));
        return lines(
                title,
                new Axis(xLabel + ", evenly spaced", -.3, at.length - .7, false, ticks),
                Axis.time(values(lines)),
                lines.stream()
                        .map(line ->
                                line.at(
                                        Arrays.stream(line.x())
                                                .map(x -> Arrays.binarySearch(at, x))
                                                .toArray()))
                        .toList(),
                List.copyOf(names),
                alt);
    }

    /** Any numbers against any others, a line for each name; the labels should give the units. */
    public static Picture lines(
            String title,
            String xLabel,
            String yLabel,
            Map<String, ? extends SortedMap<? extends Number, ? extends Number>> data) {
        var lines = new ArrayList<Line>();
        data.forEach((name, points) ->
                lines.add(
                        Line.of(
                                lines.size(),
                                name,
                                points.keySet().stream().mapToDouble(Number::doubleValue).toArray(),
                                points.values().stream().mapToDouble(Number::doubleValue).toArray(),
                                null,
                                null)));
        var alt =
                "Line chart of "
                        + title
                        + ", "
                        + yLabel
                        + " against "
                        + xLabel
                        + ": "
                        + lines.stream()
                                .map(line -> line.name() + " " + points(line, false))
                                .collect(Collectors.joining("; "))
                        + ".";
        return lines(
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
        return TimelineChart.draw(
                Arrays.stream(timelines)
                        .map(one -> new TimelineChart.Track(one.title(), one.tasks()))
                        .toList());
    }

    // Lines, each with its label at its end

    private static Picture lines(
            String title, Axis x, Axis y, List<Line> lines, List<String> labels, String alt) {
        var wrapped = labels.stream().map(label -> wrap(label, PLAIN, 180)).toList();
        double right =
                WIDTH
                        - MARGIN
                        - wrapped.stream()
                                .mapToDouble(label -> width(label, PLAIN))
                                .max()
                                .orElse(0);
        double left =
                MARGIN
                        + 8
                        + y.ticks().values().stream()
                                .mapToDouble(t -> width(t, SMALL))
                                .max()
                                .orElse(0);
        var heights =
                wrapped.stream()
                        .mapToDouble(label -> label.size() * lineHeight(PLAIN) + 8)
                        .toArray();
        double top = titleHeight(title) + 24;
        int high = (int) Math.max(300, Arrays.stream(heights).sum());
        var sheet = new Sheet(top + high + 52);
        sheet.title(title);
        var area = Sheet.rectangle(left, top, (int) (right - 42 - left), high);
        sheet.plot(area, x, y, lines);
        var ends =
                lines.stream()
                        .mapToDouble(
                                line -> top + high - high * y.at(line.y()[line.y().length - 1]))
                        .toArray();
        var places = apart(ends, heights, top, top + high);
        for (int i = 0; i < places.length; i++) {
            var line = lines.get(i);
            double end = left + area.getWidth() * x.at(line.x()[line.x().length - 1]);
            sheet.line(end + 6, ends[i], area.getMaxX() + 8, ends[i], DOTTED, line.color());
            sheet.line(area.getMaxX() + 8, ends[i], right - 24, places[i], DOTTED, line.color());
            var stroke = line.stroke() == SeriesLines.NONE ? null : line.stroke();
            if (stroke != null) {
                sheet.line(right - 24, places[i], right - 6, places[i], stroke, line.color());
            }
            sheet.g.setColor(line.color());
            line.marker().paint(sheet.g, right - 15, places[i], 8);
            sheet.block(wrapped.get(i), right, places[i], PLAIN, INK, 0);
        }
        return sheet.picture(alt);
    }

    /** Moves things of some heights apart, as little as need be, between a top and a bottom. */
    static double[] apart(double[] middles, double[] heights, double top, double bottom) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < middles.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> middles[i]));
        var places = middles.clone();
        double free = top;
        for (int i : order) {
            places[i] = Math.max(places[i], free + heights[i] / 2);
            free = places[i] + heights[i] / 2;
        }
        free = bottom;
        for (int i : order.reversed()) {
            places[i] = Math.min(places[i], free - heights[i] / 2);
            free = places[i] - heights[i] / 2;
        }
        return places;
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
        if (at.length > 12 || Arrays.stream(at).anyMatch(value -> value != Math.rint(value))) {
            return axis;
        }
        var ticks = new TreeMap<Double, String>();
        Arrays.stream(at).forEach(value -> ticks.put(value, Text.plain(value)));
        return new Axis(title, axis.min(), axis.max(), axis.log(), ticks);
    }

    // Words

    private static String points(Line line, boolean times) {
        var words = new ArrayList<String>();
        for (int i = 0; i < line.x().length; i++) {
            words.add(
                    (times ? Text.time(line.y()[i]) : Text.plain(line.y()[i]))
                            + " at "
                            + Text.plain(line.x()[i]));
        }
        return String.join(", ", words);
    }

    static double nanos(Duration time) {
        return time.toNanos();
    }
}
