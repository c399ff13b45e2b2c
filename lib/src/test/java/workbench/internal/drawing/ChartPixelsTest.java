package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static workbench.internal.drawing.Sheet.*;

import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import workbench.Guess;
import workbench.Results;
import workbench.Timeline.Span;
import workbench.Timeline.State;
import workbench.Timeline.Task;
import workbench.internal.drawing.Sheet.Line;

/** What the charts show, seen in their pixels: that it is there, and where its value is. */
class ChartPixelsTest {
    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    private static List<Duration> samples(double... millis) {
        return Arrays.stream(millis).mapToObj(ChartPixelsTest::millis).toList();
    }

    private static void assertNear(double expected, double actual, String what) {
        assertEquals(expected, actual, Pixels.NEAR, what);
    }

    /** Lines of a grid at numbers that grow evenly: it maps a number to a place. */
    private record Scale(double first, double last, List<Double> lines) {
        Scale {
            for (int i = 0; i < lines.size(); i++) {
                double even =
                        lines.getFirst()
                                + i * (lines.getLast() - lines.getFirst()) / (lines.size() - 1);
                assertNear(even, lines.get(i), "lines at even distances: " + lines);
            }
        }

        static Scale of(double first, double last, int count, List<Double> lines) {
            assertEquals(count, lines.size(), "lines of the grid: " + lines);
            return new Scale(first, last, lines);
        }

        double at(double value) {
            double length = lines.getLast() - lines.getFirst();
            return lines.getFirst() + (value - first) / (last - first) * length;
        }
    }

    private static Point point(Scale x, Scale y, double atX, double atY) {
        return new Point((int) Math.round(x.at(atX)), (int) Math.round(y.at(atY)));
    }

    // Times

    private static Results results(Map<String, List<Duration>> samples) {
        return new Results("Versions", samples, Map.of());
    }

    private static Results twoVersions() {
        var samples = new LinkedHashMap<String, List<Duration>>();
        samples.put("slow", samples(1000, 1400, 800, 1200, 900));
        samples.put("quick", samples(300, 400, 500, 200, 450));
        return results(samples);
    }

    private static Rectangle whole(Rectangle frame, Rectangle band) {
        return new Rectangle(frame.x + 3, band.y, frame.width - 6, band.height);
    }

    @Test
    void eachVersionHasABarFromZeroToItsMedian() {
        var pixels = new Pixels(Charts.times(twoVersions()));
        var frame = pixels.frame();
        var x = Scale.of(0, 1.4, 8, pixels.columns(frame));
        assertNear(frame.x, x.at(0), "the axis begins at zero");
        var bars = pixels.bands(BAR, frame);
        assertEquals(2, bars.size());
        double[] medians = {1, .4};
        for (int i = 0; i < 2; i++) {
            var bar = bars.get(i);
            assertEquals(36, bar.height, 2);
            assertNear(frame.x, bar.x, "the bar begins at zero");
            // The mark is five pixels wide and a little left of the middle.
            var mark = pixels.bounds(BLUE, whole(frame, bar));
            assertNear(x.at(medians[i]), mark.getCenterX() + 1, "the median's mark");
            assertEquals(36, mark.height, 2);
            assertEquals(5.5, mark.width, 1.5);
            // A smoothed edge of the mark may have the bar's colour.
            var right = pixels.box(mark.getMaxX() + 2, bar.y, frame.getMaxX() - 3, bar.getMaxY());
            assertEquals(0, pixels.count(BAR, right), "no bar behind the mark");
            var left = pixels.box(frame.x + 3, bar.y, mark.getCenterX(), bar.getMaxY());
            assertNear(mark.x, pixels.bounds(BAR, left).getMaxX(), "the bar ends at the mark");
        }
    }

    @Test
    void eachSampleHasADotAndTheirSpreadALine() {
        var results = twoVersions();
        var pixels = new Pixels(Charts.times(results));
        var frame = pixels.frame();
        var x = Scale.of(0, 1400, 8, pixels.columns(frame));
        var bars = pixels.bands(BAR, frame);
        for (int i = 0; i < 2; i++) {
            var name = results.names().get(i);
            double middle = bars.get(i).getCenterY();
            double fast = x.at(results.fastest(name).toMillis());
            double slow = x.at(results.slowest(name).toMillis());
            assertEquals(
                    1, pixels.darkColumns(pixels.box(fast, middle - 1, slow, middle + 1)), .02);
            for (double end : new double[] {fast, slow}) {
                var cap = pixels.box(end - 2, middle - 8, end + 2, middle + 8);
                assertTrue(pixels.dark(cap) >= 28, "an end of the spread: " + pixels.dark(cap));
            }
            for (var sample : results.samples(name)) {
                double at = x.at(sample.toMillis());
                var strip = pixels.box(at - 1, middle - 18, at + 2, middle + 18);
                assertTrue(pixels.dark(strip) >= 24, sample + ": " + pixels.dark(strip));
            }
            // What is between the samples is the line alone.
            double between = x.at(results.fastest(name).toMillis() + 25);
            var strip = pixels.box(between - 1, middle - 18, between + 2, middle + 18);
            assertTrue(pixels.dark(strip) <= 12, "no dot: " + pixels.dark(strip));
        }
    }

    @Test
    void samplesOfOneTimeLieApart() {
        var same = results(Map.of("same", samples(500, 500, 500, 500, 500)));
        var pixels = new Pixels(Charts.times(same));
        var frame = pixels.frame();
        var bar = pixels.bands(BAR, frame).getFirst();
        double at = bar.getMaxX() + 2;
        var strip = pixels.box(at - 1, bar.y, at + 2, bar.getMaxY());
        assertTrue(pixels.dark(strip) >= 80, "five dots: " + pixels.dark(strip));
    }

    @Test
    void whatIsWrittenStandsWhereItBelongs() {
        var results = twoVersions();
        var pixels = new Pixels(Charts.times(results));
        var frame = pixels.frame();
        var x = Scale.of(0, 1400, 8, pixels.columns(frame));
        for (var bar : pixels.bands(BAR, frame)) {
            int row = (int) bar.getCenterY();
            var name = pixels.box(frame.x - 80, row - 14, frame.x - 12, row + 14);
            assertTrue(pixels.dark(name) > 60, "the version's name");
        }
        for (int i = 0; i < 2; i++) {
            var bar = pixels.bands(BAR, frame).get(i);
            double end = x.at(results.slowest(results.names().get(i)).toMillis()) + 10;
            var median = pixels.box(end, bar.y, end + 90, bar.getMaxY());
            assertTrue(pixels.dark(median) > 100, "the median in words");
        }
        assertTrue(pixels.dark(pixels.above(frame)) > 300, "the title");
        for (double tick : x.lines()) {
            assertTrue(pixels.dark(pixels.around(tick, frame.getMaxY() + 27, 12)) > 15, "a tick");
        }
        var foot = pixels.below(frame);
        var key = pixels.box(foot.x, foot.y + 36, 400, foot.getMaxY());
        assertTrue(pixels.dark(key) > 500, "what bar, line and dot mean");
        var unit = pixels.box(frame.getMaxX() - 100, foot.y + 36, frame.getMaxX(), foot.getMaxY());
        assertTrue(pixels.dark(unit) > 100, "the axis's title");
    }

    @Test
    void aGuessIsMarkedAtItsTimeBelowItsBar() {
        var pixels =
                new Pixels(
                        Charts.times(
                                twoVersions(),
                                new Guess("quick", millis(900)),
                                new Guess("slow", Duration.ofHours(1))));
        var frame = pixels.frame();
        var x = Scale.of(0, 1400, 8, pixels.columns(frame));
        var bars = pixels.bands(BAR, frame);
        var below =
                pixels.box(frame.x + 3, bars.get(1).getMaxY(), frame.getMaxX(), frame.getMaxY());
        double at = x.at(900);
        var mark = pixels.box(at - 14, bars.get(1).getCenterY(), at + 14, below.getMaxY());
        var red = pixels.bounds(RED, mark);
        assertNear(at, red.getCenterX(), "the guess");
        assertEquals(24, red.width, 4, "a diamond");
        assertNear(bars.get(1).getMaxY(), red.y, "the mark hangs on its bar");
        assertTrue(pixels.count(RED, mark) > 80, "a stroke and a diamond");
        assertEquals(0, pixels.count(RED, pixels.box(frame.x, below.y, at - 20, below.getMaxY())));
        assertTrue(pixels.count(RED, pixels.box(at + 18, below.y, at + 200, below.getMaxY())) > 60);
        // One that is far off is written at the edge, and squeezes nothing.
        var far = pixels.box(frame.x + 3, bars.get(0).getMaxY(), frame.getMaxX(), bars.get(1).y);
        assertNear(frame.getMaxX() - 12, pixels.bounds(RED, far).getMaxX(), "at the edge");
    }

    @Test
    void timesThatLieFarApartStandOnALogarithmicAxisWithoutBars() {
        var samples = new LinkedHashMap<String, List<Duration>>();
        for (double time : new double[] {1, 10, 10_000}) {
            samples.put(time + " ms", samples(time, time, time));
        }
        var pixels = new Pixels(Charts.times(results(samples)));
        var frame = pixels.frame();
        assertEquals(0, pixels.count(BAR, frame), "a bar has no length on such an axis");
        var x = Scale.of(0, 4, 5, pixels.columns(frame));
        double[] powers = {0, 1, 4};
        for (int i = 0; i < 3; i++) {
            var blue = pixels.bounds(BLUE, row(frame, i, 3));
            assertNear(x.at(powers[i]), blue.getMaxX() - 2, "the mark at a power of ten");
            assertEquals(36, blue.height, 2);
            double middle = blue.getCenterY();
            var line = pixels.box(frame.x + 4, middle - 1, x.at(powers[i]) - 14, middle + 1);
            assertEquals(.3, pixels.share(BLUE, line), .2, "a dotted line to it");
        }
    }

    /** A version's row in the times chart, of rows of one height. */
    private static Rectangle row(Rectangle frame, int number, int count) {
        double high = (frame.height - 12.) / count;
        var row = new Rectangle();
        row.setFrame(frame.x + 4, frame.y + 6 + number * high, frame.width - 8, high);
        return row;
    }

    @Test
    void aSampleOfZeroIsWrittenAsZeroAndDrawnAtOneNanosecond() {
        var some = List.of(Duration.ZERO, Duration.ofNanos(100_000), Duration.ofNanos(100_000));
        var picture = Charts.times(results(Map.of("clock of few ticks", some)));
        assertTrue(picture.alt().contains("0 ns to 100 µs"), picture.alt());
        var pixels = new Pixels(picture);
        var frame = pixels.frame();
        var x = Scale.of(0, 5, 6, pixels.columns(frame));
        var dots = pixels.box(x.at(0) - 2, frame.y + 3, x.at(0) + 3, frame.getMaxY() - 3);
        assertTrue(pixels.dark(dots) > 30, "a dot at 1 ns");
        var nothing = results(Map.of("nothing", List.of(Duration.ZERO)));
        assertTrue(Charts.times(nothing).alt().contains("nothing 0 ns"));
    }

    // Lines

    private static SortedMap<Integer, Double> points(double... numbers) {
        var points = new TreeMap<Integer, Double>();
        for (int i = 0; i < numbers.length; i += 2) {
            points.put((int) numbers[i], numbers[i + 1]);
        }
        return points;
    }

    @Test
    void linesJoinTheirPointsAndHaveKeysAndLabels() {
        var data = new LinkedHashMap<String, SortedMap<Integer, Double>>();
        data.put("up", points(0, 0, 5, 50, 10, 100));
        data.put("down", points(0, 100, 5, 20, 10, 40));
        var pixels = new Pixels(Charts.lines("Two lines", "x", "y", data));
        var frame = pixels.frame();
        var x = Scale.of(0, 10, 3, pixels.columns(frame));
        var y = Scale.of(0, 100, 6, pixels.rows(frame));
        int number = 0;
        for (var points : data.values()) {
            var color = PALETTE[number++];
            Point before = null;
            for (var point : points.entrySet()) {
                var at = point(x, y, point.getKey(), point.getValue());
                var marker = pixels.around(at.x, at.y, 5);
                assertTrue(pixels.share(color, marker) > .5, "a marker of " + color + " at " + at);
                if (before != null) {
                    assertEquals(1, pixels.share(color, before, at), .01, "a line to " + at);
                }
                before = at;
            }
            var right = pixels.rightOf(frame);
            assertTrue(pixels.count(color, right) > 150, "lead and key of " + color);
            double end = y.at(points.lastEntry().getValue());
            var lead = pixels.box(frame.getMaxX() + 2, end - 2, frame.getMaxX() + 14, end + 2);
            assertTrue(pixels.count(color, lead) > 0, "a lead from the end of " + color);
            var key =
                    pixels.bounds(
                            color, pixels.box(frame.getMaxX() + 38, end - 60, 1516, end + 60));
            assertEquals(36, key.width, 4, "the key of " + color);
            var label =
                    pixels.box(
                            key.getMaxX() + 8, key.getCenterY() - 12, 1516, key.getCenterY() + 12);
            assertTrue(pixels.dark(label) > 40, "the label of " + color);
        }
        assertTrue(pixels.dark(pixels.above(frame)) > 200, "the title and the y axis's");
        var up = pixels.box(frame.x, frame.y - 40, frame.x + 60, frame.y - 6);
        assertTrue(pixels.dark(up) > 10, "the y axis's title");
        for (double tick : y.lines()) {
            var label = pixels.box(frame.x - 45, tick - 8, frame.x - 12, tick + 8);
            assertTrue(pixels.dark(label) > 15, "a tick at " + tick);
        }
        for (double tick : x.lines()) {
            assertTrue(pixels.dark(pixels.around(tick, frame.getMaxY() + 27, 12)) > 15, "a tick");
        }
        var title =
                pixels.box(
                        frame.getMaxX() - 30,
                        frame.getMaxY() + 44,
                        frame.getMaxX() + 4,
                        frame.getMaxY() + 76);
        assertTrue(pixels.dark(title) > 10, "the x axis's title");
    }

    @Test
    void noTwoLinesLookTheSame() {
        var looks = new HashSet<List<Object>>();
        var colors = new HashSet<Color>();
        for (int i = 0; i < 3 * PALETTE.length; i++) {
            var line = Line.of(i, "" + i, new double[1], new double[1], null, null);
            assertTrue(looks.add(List.of(line.color(), line.marker())), "line " + i);
            assertEquals(i < PALETTE.length, colors.add(line.color()), "a colour of its own " + i);
            assertEquals(i >= PALETTE.length, line.stroke().getDashArray() != null, "dashes " + i);
        }
    }

    @Test
    void aLineOfManyPointsIsMarkedHereAndThere() {
        var points = new TreeMap<Integer, Double>();
        IntStream.rangeClosed(0, 100).forEach(i -> points.put(i, 50.));
        var pixels = new Pixels(Charts.lines("Many", "x", "y", Map.of("flat", points)));
        var frame = pixels.frame();
        var line = pixels.bounds(BLUE, frame);
        assertEquals(16, line.height, 2, "a marker's height");
        int high = 0;
        for (int x = line.x; x < line.getMaxX(); x++) {
            high += pixels.count(BLUE, new Rectangle(x, line.y, 1, line.height)) > 8 ? 1 : 0;
        }
        assertTrue(high > 50 && high < line.width / 2, "markers, but not everywhere: " + high);
    }

    // Growth

    private static Results growing(String name, double fast, double median, double slow) {
        return results(Map.of(name, samples(fast, median, slow)));
    }

    @Test
    void growthHasTheSpreadAtEachPoint() {
        var sizes = new TreeMap<Integer, Results>();
        for (int n : new int[] {1, 2, 3}) {
            sizes.put(n, growing("n", 10 * n, 20 * n, 30 * n));
        }
        var pixels = new Pixels(Charts.growth("Growth", "n", sizes));
        var frame = pixels.frame();
        var x = Scale.of(1, 3, 3, pixels.columns(frame));
        var y = Scale.of(0, 80, 5, pixels.rows(frame));
        for (int n : new int[] {1, 2, 3}) {
            var low = point(x, y, n, 10 * n);
            var high = point(x, y, n, 30 * n);
            assertEquals(1, pixels.share(BLUE, low, high), .01, "the spread at " + n);
            double end = pixels.bounds(BLUE, pixels.around(low.x, low.y, 8)).getMaxY();
            assertNear(low.y, end, "the spread's lower end");
            double begin = pixels.bounds(BLUE, pixels.around(high.x, high.y, 8)).getMinY();
            assertNear(high.y, begin, "the spread's upper end");
        }
        assertEquals(1, pixels.share(BLUE, point(x, y, 1, 20), point(x, y, 3, 60)), .01);
    }

    @Test
    void spreadsOfOnePlaceStandBesideEachOther() {
        var samples = new LinkedHashMap<String, List<Duration>>();
        samples.put("a", samples(100, 200, 300));
        samples.put("b", samples(100, 200, 300));
        var sizes = new TreeMap<>(Map.of(1, results(samples), 2, results(samples)));
        var pixels = new Pixels(Charts.growth("Growth", "n", sizes));
        for (var color : List.of(PALETTE[0], PALETTE[1])) {
            int count = pixels.count(color, pixels.frame());
            assertTrue(count > 1_000, "a spread of each colour: " + count);
        }
    }

    @Test
    void growthOverAWideRangeIsLogarithmicBothWays() {
        var sizes = new TreeMap<Integer, Results>();
        for (int n : new int[] {1, 10, 100, 1000}) {
            sizes.put(n, growing("n", n, n, n));
        }
        var pixels = new Pixels(Charts.growth("Growth", "n", sizes));
        var frame = pixels.frame();
        var x = Scale.of(0, 3, 4, pixels.columns(frame));
        var rows = pixels.rows(frame);
        double bottom = rows.getFirst(), top = rows.getLast();
        var first = new Point((int) x.at(0), (int) Math.round(bottom));
        var last = new Point((int) x.at(3), (int) Math.round(top));
        assertEquals(1, pixels.share(BLUE, first, last), .01, "a straight line");
    }

    @Test
    void growthFromATimeOfZeroBeginsAtOneNanosecond() {
        var sizes = new TreeMap<Integer, Results>();
        sizes.put(1, growing("n", 0, 0, 0));
        sizes.put(2, growing("n", .1, .1, .1));
        var picture = Charts.growth("Growth", "n", sizes);
        assertTrue(picture.alt().contains("n 0 ns at 1, 100 µs at 2"), picture.alt());
        var pixels = new Pixels(picture);
        var frame = pixels.frame();
        var x = Scale.of(1, 2, 2, pixels.columns(frame));
        var y = Scale.of(0, 5, 6, pixels.rows(frame));
        assertEquals(1, pixels.share(BLUE, point(x, y, 1, 0), point(x, y, 2, 5)), .01);
    }

    @Test
    void sizesFromZeroOnStandOnALinearAxis() {
        var sizes = new TreeMap<Integer, Results>();
        for (int n : new int[] {0, 10, 25, 100}) {
            sizes.put(n, growing("n", 50 + n, 50 + n, 50 + n));
        }
        var pixels = new Pixels(Charts.growth("Growth", "n", sizes));
        var frame = pixels.frame();
        var columns = pixels.columns(frame);
        assertEquals(4, columns.size(), "a line of the grid at each size: " + columns);
        var x = new Scale(0, 100, List.of(columns.getFirst(), columns.getLast()));
        assertNear(x.at(10), columns.get(1), "10 at a tenth of the way");
        assertNear(x.at(25), columns.get(2), "25 at a quarter of the way");
        var y = Scale.of(0, 150, 4, pixels.rows(frame));
        for (int n : sizes.keySet()) {
            var marker = pixels.around(x.at(n), y.at(50 + n), 5);
            assertTrue(pixels.share(BLUE, marker) > .7, "the marker at " + n);
        }
        assertEquals(
                1, pixels.share(BLUE, point(x, y, 0, 50), point(x, y, 100, 150)), .01, "a line");
    }

    // Speed-up

    @Test
    void aSpeedUpStandsBesideTheIdealAndAmdahlsLaw() {
        // By Amdahl's law with a quarter serial.
        var times = new TreeMap<>(Map.of(1, millis(400), 2, millis(250), 4, millis(175)));
        var pixels = new Pixels(Charts.speedUp("Speed-up", times));
        var frame = pixels.frame();
        var columns = pixels.columns(frame);
        assertEquals(3, columns.size());
        var x = new Scale(1, 4, List.of(columns.getFirst(), columns.getLast()));
        assertNear(x.at(2), columns.get(1), "the axis is linear");
        var rows = pixels.rows(frame);
        var y = Scale.of(0, 4, 5, rows.subList(0, 5));
        var ideal = pixels.share(SOFT, point(x, y, 1, 1), point(x, y, 4, 4));
        assertEquals(.65, ideal, .2, "dashes from 1 to 4 times");
        for (double cores : new double[] {1.4, 1.6, 2.4, 2.8, 3.2, 3.6}) {
            var at = point(x, y, cores, 1 / (.25 + .75 / cores));
            assertTrue(pixels.count(RED, pixels.around(at.x, at.y, 2)) > 3, "Amdahl at " + cores);
        }
        for (int n : List.of(1, 2, 4)) {
            var at = point(x, y, n, 400. / times.get(n).toMillis());
            assertTrue(pixels.share(BLUE, pixels.around(at.x, at.y, 5)) > .7, "measured on " + n);
        }
        var between = pixels.box(x.at(2) + 12, frame.y, x.at(4) - 12, frame.getMaxY());
        assertEquals(0, pixels.count(BLUE, between), "no line between what was measured");
        var right = pixels.rightOf(frame);
        for (var color : List.of(SOFT, RED, BLUE)) {
            assertTrue(pixels.count(color, right) > 60, "the key of " + color);
        }
        assertTrue(pixels.dark(right) > 600, "the labels");
    }

    @Test
    void speedUpsOfAComparisonHaveTheirSpread() {
        var samples = new LinkedHashMap<String, List<Duration>>();
        samples.put("1", samples(400, 400, 400));
        samples.put("2", samples(200, 250, 400));
        var pixels = new Pixels(Charts.speedUp(results(samples), 2));
        var frame = pixels.frame();
        var x = Scale.of(1, 2, 2, pixels.columns(frame));
        var spread = pixels.box(x.at(2) - 2, frame.y, x.at(2) + 2, frame.getMaxY());
        double one = pixels.bounds(BLUE, spread).getMaxY();
        double two = pixels.bounds(BLUE, spread).y;
        assertEquals((frame.getMaxY() - two) / 2, frame.getMaxY() - one, 6, "from 1 to 2 times");
    }

    // Times as fast

    @Test
    void aRatioStandsBehindItsBarAndInsideTheFrame() {
        var samples = new LinkedHashMap<String, List<Duration>>();
        samples.put("one by one", samples(1200, 1200, 1200));
        for (int n : List.of(2, 11, 12)) {
            samples.put("at once " + n, samples(1200. / n, 1200. / n, 1200. / n));
        }
        assertNumbersBehindTheirBars(
                new Pixels(Charts.timesAsFast("All", Map.of(), List.of(results(samples)))), 3);
    }

    /** On a linear axis and on a logarithmic one, whichever row is the longest. */
    @Test
    void aMedianStandsBehindItsBarAndInsideTheFrame() {
        var samples = new LinkedHashMap<String, List<Duration>>();
        for (double longest : List.of(1100, 1320, 1450, 1690, 1990)) {
            samples.put("to " + longest, samples(longest, longest, longest));
            assertNumbersBehindTheirBars(
                    new Pixels(Charts.times(results(samples))), samples.size());
        }
        samples.put("tiny", samples(1, 1, 1));
        assertNothingBeyond(new Pixels(Charts.times(results(samples))));
    }

    private static void assertNumbersBehindTheirBars(Pixels pixels, int count) {
        var frame = pixels.frame();
        var bars = pixels.bands(BAR, frame);
        assertEquals(count, bars.size());
        for (var bar : bars) {
            var behind = pixels.box(bar.getMaxX() + 18, bar.y, frame.getMaxX() - 2, bar.getMaxY());
            assertTrue(pixels.dark(behind) > 60, "the number behind " + bar);
        }
        assertNothingBeyond(pixels);
    }

    private static void assertNothingBeyond(Pixels pixels) {
        var frame = pixels.frame();
        assertEquals(0, pixels.dark(pixels.rightOf(frame)), "nothing beyond the frame");
        var edge = pixels.box(frame.getMaxX() - 1, frame.y, frame.getMaxX() + 2, frame.getMaxY());
        assertEquals(0, pixels.dark(edge), "nothing across the edge");
    }

    // Timelines

    /** A task of spans that follow each other, each a state and the second at which it ends. */
    private static Task task(String name, boolean failed, double start, Object... spans) {
        var list = new ArrayList<Span>();
        double from = start;
        for (int i = 0; i < spans.length; i += 2) {
            double to = ((Number) spans[i + 1]).doubleValue();
            list.add(new Span((State) spans[i], millis(from * 1000), millis(to * 1000)));
            from = to;
        }
        return new Task(name, "main", 1, false, true, failed, list);
    }

    private static Pixels timeline(Task... tasks) {
        return new Pixels(
                TimelineChart.draw(List.of(new TimelineChart.Track("Tasks", List.of(tasks)))));
    }

    /** The middle of a row of 23 CSS pixels. */
    private static double middle(Rectangle frame, int row) {
        return frame.y + 8 + 46 * (row + .5);
    }

    @Test
    void eachStateOfATaskIsDrawnFromItsBeginningToItsEnd() {
        var pixels =
                timeline(
                        task(
                                "all",
                                false,
                                0,
                                State.QUEUED,
                                2,
                                State.WORKING,
                                4,
                                State.WAITING,
                                8,
                                State.WORKING,
                                10),
                        task("late", true, 4, State.WORKING, 6));
        var frame = pixels.frame();
        var x = Scale.of(0, 10, 6, pixels.columns(frame));
        double row = middle(frame, 0);
        var queued = pixels.box(x.at(0) + 4, row - 2, x.at(2) - 4, row + 2);
        assertEquals(.4, pixels.share(SOFT, queued), .2, "dots while queued");
        assertEquals(0, pixels.count(BLUE, queued));
        for (int[] work : new int[][] {{2, 4}, {8, 10}}) {
            var bar =
                    pixels.bounds(
                            BLUE,
                            pixels.box(x.at(work[0]) - 8, row - 20, x.at(work[1]) + 8, row + 20));
            assertNear(x.at(work[0]), bar.x, "work begins");
            assertNear(x.at(work[1]), bar.getMaxX(), "work ends");
            assertEquals(26, bar.height, 2);
            assertEquals(1, pixels.share(BLUE, bar), .12, "a whole bar");
        }
        var waiting = pixels.box(x.at(4) + 4, row - 8, x.at(8) - 4, row + 8);
        assertTrue(pixels.share(STRAW, waiting) > .2, "light between the hatches");
        assertTrue(pixels.share(AMBER, waiting) > .05, "hatches");
        var thin = pixels.bounds(AMBER, pixels.box(x.at(4) + 4, row - 20, x.at(8) - 4, row + 20));
        assertEquals(19, thin.height, 3, "lower than work");
        var edge = pixels.box(waiting.x, thin.y - 1, waiting.getMaxX(), thin.y + 2);
        assertEquals(1, pixels.shadedColumns(edge), .02, "an outline");
        double second = middle(frame, 1);
        var late =
                pixels.bounds(BLUE, pixels.box(frame.x, second - 20, frame.getMaxX(), second + 20));
        assertNear(x.at(4), late.x, "the second task begins");
        assertNear(x.at(6), late.getMaxX(), "the second task ends");
        var failed = pixels.box(x.at(6) + 6, second - 14, x.at(6) + 120, second + 14);
        assertTrue(pixels.count(RED, failed) > 60, "failed");
        assertEquals(0, pixels.count(RED, pixels.box(4, row - 20, 1500, row + 20)), "not failed");
        for (double at : new double[] {row, second}) {
            var name = pixels.box(frame.x - 90, at - 12, frame.x - 14, at + 12);
            assertTrue(pixels.dark(name) > 60, "the task's name");
        }
    }

    @Test
    void theLegendSaysWhatIsThereAndNothingElse() {
        var all =
                timeline(
                        task("all", false, 0, State.QUEUED, 2, State.WORKING, 4, State.WAITING, 8));
        var foot = all.below(all.frame());
        for (var color : List.of(SOFT, STRAW, AMBER, BLUE)) {
            assertTrue(all.count(color, foot) > 40, "the legend has " + color);
        }
        assertTrue(all.dark(foot) > 600, "and words");
        var work = timeline(task("work", false, 0, State.WORKING, 4));
        foot = work.below(work.frame());
        assertTrue(work.count(BLUE, foot) > 40);
        assertEquals(0, work.count(STRAW, foot) + work.count(AMBER, foot));
    }

    @Test
    void aTaskThatGoesOnSaysSo() {
        var span = new Span(State.WAITING, Duration.ZERO, millis(100));
        var pixels = timeline(new Task("on", "main", 1, false, false, false, List.of(span)));
        var frame = pixels.frame();
        assertTrue(pixels.count(RED, pixels.rightOf(frame)) > 60);
    }

    @Test
    void timelinesStandBelowEachOtherOnOneScale() {
        var picture =
                TimelineChart.draw(
                        List.of(
                                new TimelineChart.Track(
                                        "Long", List.of(task("a", false, 0, State.WORKING, 10))),
                                new TimelineChart.Track(
                                        "Short", List.of(task("b", false, 0, State.WORKING, 5)))));
        var pixels = new Pixels(picture);
        var frames = pixels.frames();
        assertEquals(2, frames.size());
        var one = pixels.bounds(BLUE, frames.get(0));
        var other = pixels.bounds(BLUE, frames.get(1));
        assertNear(one.width / 2., other.width, "half as long");
        var first = pixels.above(frames.get(0));
        assertTrue(pixels.count(INK, first) > 60, "the first one's title");
        assertTrue(pixels.count(SOFT, first) > 60, "what there is in it");
        var between = pixels.box(4, frames.get(0).getMaxY() + 20, 1500, frames.get(1).y - 6);
        assertTrue(pixels.count(INK, between) > 60, "the second one's title");
        assertTrue(pixels.count(SOFT, between) > 60, "what there is in it");
        assertEquals(6, pixels.columns(frames.get(0)).size(), "both have the grid");
        assertEquals(6, pixels.columns(frames.get(1)).size());
    }

    @Test
    void ofManyTasksTheSumIsDrawnForEachMoment() {
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < 100; i++) {
            var begin = i < 50 ? State.WORKING : State.WAITING;
            tasks.add(task("task " + i, false, 0, State.QUEUED, 2, begin, 6, State.WAITING, 10));
        }
        var pixels = timeline(tasks.toArray(Task[]::new));
        // What is drawn on their lower edges hides those of the two summaries.
        var edges = pixels.edges();
        assertEquals(4, edges.size(), "in flight, queued, rows");
        var flight = pixels.frame(edges.get(0), edges.get(0) + SCALE * TimelineChart.FLIGHT);
        var queue = pixels.frame(edges.get(1), edges.get(1) + SCALE * TimelineChart.QUEUE);
        var rows = pixels.frame(edges.get(2), edges.get(3));
        var x = Scale.of(0, 10, 6, pixels.columns(rows));
        // The y axes end 8 % above the most.
        double full = flight.height / 1.08;
        var both =
                pixels.box(
                        x.at(2) + 6,
                        flight.getMaxY() - full / 2 + 4,
                        x.at(6) - 6,
                        flight.getMaxY() - 3);
        assertEquals(1, pixels.share(BLUE, both), .02, "fifty work");
        var waiting =
                pixels.box(
                        x.at(2) + 6,
                        flight.getMaxY() - full + 4,
                        x.at(6) - 6,
                        flight.getMaxY() - full / 2 - 4);
        assertTrue(pixels.share(STRAW, waiting) > .2 && pixels.share(AMBER, waiting) > .05);
        assertEquals(0, pixels.count(BLUE, waiting), "fifty wait");
        var later =
                pixels.box(
                        x.at(6) + 6,
                        flight.getMaxY() - full + 4,
                        x.at(10) - 6,
                        flight.getMaxY() - 3);
        assertTrue(pixels.share(STRAW, later) > .2, "a hundred wait");
        assertEquals(0, pixels.count(BLUE, later));
        var empty = pixels.box(x.at(0) + 6, flight.y + 3, x.at(2) - 6, flight.getMaxY() - 3);
        assertEquals(0, pixels.count(STRAW, empty) + pixels.count(BLUE, empty), "none in flight");
        assertEquals(
                0,
                pixels.count(
                        STRAW,
                        pixels.box(x.at(2), flight.y + 3, x.at(10), flight.getMaxY() - full - 4)));
        double deep = queue.height / 1.08;
        var dots =
                pixels.box(
                        x.at(0) + 6, queue.getMaxY() - deep + 4, x.at(2) - 6, queue.getMaxY() - 3);
        assertTrue(pixels.share(LIGHT, dots) > .3, "a hundred are queued");
        assertTrue(pixels.share(SOFT, dots) > .03, "dots");
        var after = pixels.box(x.at(2) + 6, queue.y + 3, x.at(10) - 6, queue.getMaxY() - 4);
        assertEquals(0, pixels.count(SOFT, after), "none is queued");
        var named = pixels.leftOf(rows);
        assertTrue(pixels.dark(named) > 600, "some of them have rows");
        assertTrue(pixels.count(BLUE, rows) > 4000, "with bars");
    }
}
