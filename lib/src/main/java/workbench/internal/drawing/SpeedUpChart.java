package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import workbench.Results;
import workbench.internal.drawing.Sheet.Line;
import workbench.internal.text.Text;

/** Draws the speed-up by number of cores, or of threads, beside the ideal and Amdahl's law. */
final class SpeedUpChart {
    private final String title;
    private final SortedMap<Integer, Duration> times;

    /** The fewest and the most cores, or threads. */
    private final int first, last;

    /** From here on, more threads have no more cores. */
    private final int cores;

    private final String unit;

    /** The ends of each time's spread, or the times themselves where only these are known. */
    private final SortedMap<Integer, Duration> fastest, slowest;

    static Picture draw(String title, SortedMap<Integer, Duration> times) {
        check(title, times, "core");
        return new SpeedUpChart(title, times, times, times, times.lastKey(), "core")
                .draw(times.size() > 1);
    }

    /** By threads, of which at most so many have a core; Amdahl's law from four cores on. */
    static Picture draw(String title, SortedMap<Integer, Duration> times, int cores) {
        return draw(title, times, times, times, cores);
    }

    /** By threads, whose numbers are the versions' names. */
    static Picture draw(Results samples, int cores) {
        return draw(
                samples.title(),
                byThreads(samples, samples::median),
                byThreads(samples, samples::fastest),
                byThreads(samples, samples::slowest),
                cores);
    }

    private static SortedMap<Integer, Duration> byThreads(
            Results samples, Function<String, Duration> time) {
        var times = new TreeMap<Integer, Duration>();
        for (var threads : samples.names()) {
            times.put(Integer.valueOf(threads), time.apply(threads));
        }
        return times;
    }

    private static Picture draw(
            String title,
            SortedMap<Integer, Duration> times,
            SortedMap<Integer, Duration> fastest,
            SortedMap<Integer, Duration> slowest,
            int cores) {
        check(title, times, "thread");
        if (cores < times.firstKey()) {
            throw new IllegalArgumentException(
                    "The fewest threads in \""
                            + title
                            + "\" are "
                            + times.firstKey()
                            + ", and that is more than there are cores: measure one thread too.");
        }
        return new SpeedUpChart(title, times, fastest, slowest, cores, "thread")
                .draw(cores >= 4 && times.headMap(cores + 1).size() > 2);
    }

    private static void check(String title, SortedMap<Integer, Duration> times, String unit) {
        if (times.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no time in \""
                            + title
                            + "\": give it for one number of "
                            + unit
                            + "s or more.");
        }
        times.forEach((count, time) -> {
            if (count < 1) {
                throw new IllegalArgumentException(
                        "There is a time for "
                                + Text.count(count, unit)
                                + " in \""
                                + title
                                + "\": take it out, the fewest are 1.");
            }
            if (!time.isPositive()) {
                throw new IllegalArgumentException(
                        "The time on "
                                + Text.count(count, unit)
                                + " in \""
                                + title
                                + "\" is "
                                + Text.time(time)
                                + ": a speed-up needs times above zero, so measure more work.");
            }
        });
    }

    private SpeedUpChart(
            String title,
            SortedMap<Integer, Duration> times,
            SortedMap<Integer, Duration> fastest,
            SortedMap<Integer, Duration> slowest,
            int cores,
            String unit) {
        this.title = title;
        this.times = times;
        this.fastest = fastest;
        this.slowest = slowest;
        this.cores = cores;
        this.unit = unit;
        first = times.firstKey();
        last = times.lastKey();
    }

    private Picture draw(boolean withAmdahl) {
        var counts = times.keySet().stream().mapToDouble(n -> n).toArray();
        var ratios = ratios(times);
        var low = ratios(slowest);
        var high = ratios(fastest);
        var lines = new ArrayList<Line>();
        var labels = new ArrayList<String>();
        lines.add(ideal());
        labels.add("ideal");
        var alt = words(counts, ratios);
        if (withAmdahl) {
            double serial = serialShare(cores < last ? times.headMap(cores + 1) : times);
            var share = Text.number(Math.round(serial * 1000) / 10., 2) + " %";
            lines.add(amdahl(serial));
            labels.add("Amdahl's law with " + share + " serial");
            alt += " Amdahl's law fits best with a serial share of " + share + ".";
        }
        lines.add(
                new Line(
                        "measured",
                        counts,
                        ratios,
                        low,
                        high,
                        BLUE,
                        SeriesMarkers.CIRCLE,
                        SeriesLines.NONE));
        labels.add("measured");
        double highest = Math.max(ideal(last), Arrays.stream(high).max().orElse(1));
        var up = "times as fast as on " + Text.count(first, unit);
        return LineChart.draw(
                title,
                Axis.places(unit + "s", first - .5, last + .5, counts, n -> "" + (int) n),
                Axis.linear(up, 0, highest * 1.06, 1, 7),
                lines,
                labels,
                alt);
    }

    /** How many times as fast as the fewest; a time of zero, on a clock of few ticks, as one. */
    private double[] ratios(SortedMap<Integer, Duration> ofEach) {
        double base = Text.nanos(times.get(first));
        return ofEach.values().stream()
                .mapToDouble(time -> base / Math.max(1, Text.nanos(time)))
                .toArray();
    }

    private double ideal(int count) {
        return (double) Math.min(count, cores) / first;
    }

    private Line ideal() {
        var counts = IntStream.of(first, Math.min(cores, last), last).distinct().toArray();
        return new Line(
                "ideal",
                Arrays.stream(counts).asDoubleStream().toArray(),
                Arrays.stream(counts).mapToDouble(this::ideal).toArray(),
                null,
                null,
                SOFT,
                SeriesMarkers.NONE,
                DASHED);
    }

    private Line amdahl(double serial) {
        var end = Math.min(cores, last);
        var counts =
                IntStream.rangeClosed(0, 100)
                        .mapToDouble(i -> first + i * ((double) end - first) / 100.)
                        .toArray();
        var ratios =
                Arrays.stream(counts).map(n -> 1 / (serial + (1 - serial) * first / n)).toArray();
        return new Line("Amdahl", counts, ratios, null, null, RED, SeriesMarkers.NONE, THICK);
    }

    /** The serial share s for which t(n)/t(1) = s + (1 - s)/n comes closest to the times. */
    static double serialShare(SortedMap<Integer, Duration> times) {
        double above = 0, below = 0;
        double base = Text.nanos(times.firstEntry().getValue());
        for (var entry : times.entrySet()) {
            double part = (double) times.firstKey() / entry.getKey();
            double took = Text.nanos(entry.getValue()) / base;
            above += (took - part) * (1 - part);
            below += (1 - part) * (1 - part);
        }
        return below == 0 ? 1 : Math.clamp(above / below, 0, 1);
    }

    private String words(double[] counts, double[] ratios) {
        return IntStream.range(0, counts.length)
                .mapToObj(i ->
                        Text.number(ratios[i], 3)
                                + " times as fast on "
                                + Text.count((int) counts[i], unit))
                .collect(Collectors.joining(", ", "Line chart of " + title + ": ", "."));
    }
}
