package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import workbench.internal.drawing.Sheet.Line;
import workbench.internal.text.Text;

/** Draws the speed-up by number of cores beside the ideal and Amdahl's law. */
final class SpeedUpChart {
    private final String title;
    private final SortedMap<Integer, Duration> times;

    /** The fewest and the most cores. */
    private final int first, last;

    static Picture draw(String title, SortedMap<Integer, Duration> times) {
        check(title, times);
        return new SpeedUpChart(title, times).draw();
    }

    private static void check(String title, SortedMap<Integer, Duration> times) {
        if (times.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no time in \""
                            + title
                            + "\": give it for one number of cores or more.");
        }
        times.forEach((cores, time) -> {
            if (cores < 1) {
                throw new IllegalArgumentException(
                        "There is a time for "
                                + Text.count(cores, "core")
                                + " in \""
                                + title
                                + "\": take it out, the fewest are 1.");
            }
            if (!time.isPositive()) {
                throw new IllegalArgumentException(
                        "The time on "
                                + Text.count(cores, "core")
                                + " in \""
                                + title
                                + "\" is "
                                + Text.time(time)
                                + ": a speed-up needs times above zero, so measure more work.");
            }
        });
    }

    private SpeedUpChart(String title, SortedMap<Integer, Duration> times) {
        this.title = title;
        this.times = times;
        first = times.firstKey();
        last = times.lastKey();
    }

    private Picture draw() {
        var cores = times.keySet().stream().mapToDouble(n -> n).toArray();
        double base = Text.nanos(times.get(first));
        var ratios = times.values().stream().mapToDouble(time -> base / Text.nanos(time)).toArray();
        var lines = new ArrayList<Line>();
        var labels = new ArrayList<String>();
        lines.add(ideal());
        labels.add("ideal");
        var alt = words(cores, ratios);
        if (times.size() > 1) {
            double serial = serialShare(times);
            var share = Text.number(Math.round(serial * 1000) / 10., 2) + " %";
            lines.add(amdahl(serial));
            labels.add("Amdahl's law with " + share + " serial");
            alt += " Amdahl's law fits best with a serial share of " + share + ".";
        }
        lines.add(
                new Line(
                        "measured",
                        cores,
                        ratios,
                        null,
                        null,
                        BLUE,
                        SeriesMarkers.CIRCLE,
                        SeriesLines.NONE));
        labels.add("measured");
        double highest = Math.max((double) last / first, Arrays.stream(ratios).max().orElse(1));
        var up = "times as fast as on " + Text.count(first, "core");
        return LineChart.draw(
                title,
                Axis.places("cores", first - .5, last + .5, cores, n -> "" + (int) n),
                Axis.linear(up, 0, highest * 1.06, 1, 7),
                lines,
                labels,
                alt);
    }

    private Line ideal() {
        return new Line(
                "ideal",
                new double[] {first, last},
                new double[] {1, (double) last / first},
                null,
                null,
                SOFT,
                SeriesMarkers.NONE,
                DASHED);
    }

    private Line amdahl(double serial) {
        var cores =
                IntStream.rangeClosed(0, 100)
                        .mapToDouble(i -> first + i * ((double) last - first) / 100.)
                        .toArray();
        var ratios =
                Arrays.stream(cores).map(n -> 1 / (serial + (1 - serial) * first / n)).toArray();
        return new Line("Amdahl", cores, ratios, null, null, RED, SeriesMarkers.NONE, THICK);
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

    private String words(double[] cores, double[] ratios) {
        return IntStream.range(0, cores.length)
                .mapToObj(i ->
                        Text.number(ratios[i], 3)
                                + " times as fast on "
                                + Text.count((int) cores[i], "core"))
                .collect(Collectors.joining(", ", "Line chart of " + title + ": ", "."));
    }
}
