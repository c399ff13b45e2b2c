package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import workbench.Guess;
import workbench.Results;
import workbench.Timeline.Span;
import workbench.Timeline.State;
import workbench.Timeline.Task;

/** No number makes a chart go on for ever: it is drawn, or refused in a sentence. */
class ChartExtremesTest {
    /** Beyond any time that a picture takes; the faults that it is there for have no end at all. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final double[] NUMBERS = {
        0,
        -0.,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        1e-310,
        1e-300,
        1e-290,
        2e-290,
        1e-200,
        1e-20,
        1e-9,
        .001,
        .1,
        .3,
        1,
        Math.nextUp(1.),
        1.5,
        7,
        14.99,
        15,
        16,
        999.5,
        1e3,
        123_456,
        1e6,
        Integer.MAX_VALUE,
        1e12,
        1e15,
        Math.nextUp(1e15),
        1e16,
        Long.MAX_VALUE,
        1e100,
        1e290,
        Math.nextDown(1e300),
        1e300
    };

    private static final List<Duration> TIMES =
            List.of(
                    Duration.ZERO,
                    Duration.ofNanos(1),
                    Duration.ofNanos(2),
                    Duration.ofNanos(41),
                    Duration.ofNanos(999),
                    Duration.ofNanos(1000),
                    Duration.ofMillis(1),
                    Duration.ofMillis(999),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    Duration.ofNanos(Long.MAX_VALUE),
                    Duration.ofDays(1_000_000),
                    Duration.ofSeconds(Long.MAX_VALUE / 4));

    private final Random random = new Random(8);

    private double number() {
        double number = NUMBERS[random.nextInt(NUMBERS.length)];
        return random.nextInt(4) == 0 ? -number : number;
    }

    private Duration time() {
        return TIMES.get(random.nextInt(TIMES.size()));
    }

    private static void ends(Executable drawing) {
        assertTimeoutPreemptively(LIMIT, drawing);
    }

    private static void refused(String because, Executable drawing) {
        ends(() -> {
            var error = assertThrows(IllegalArgumentException.class, drawing);
            assertTrue(error.getMessage().contains(because), error.getMessage());
        });
    }

    // Axes

    @Test
    void axesHaveFewTicksAndAPlaceForEachNumber() {
        ends(() -> {
            for (double one : NUMBERS) {
                for (double other : NUMBERS) {
                    for (double sign : new double[] {1, -1}) {
                        check(Axis.of("x", new double[] {one, sign * other}), one, sign * other);
                        if (one >= 0 && other >= 0 && one < 1e28 && other < 1e28) {
                            check(Axis.time(new double[] {one, other}), one, other);
                        }
                    }
                }
            }
        });
    }

    private static void check(Axis axis, double... values) {
        var what = Arrays.toString(values) + " " + axis;
        assertTrue(axis.ticks().size() <= 60, what);
        for (var tick : axis.ticks().entrySet()) {
            assertEquals(.5, axis.at(tick.getKey()), .5001, what);
            assertTrue(Sheet.width(tick.getValue(), Sheet.SMALL) < 150, what);
        }
        for (double value : values) {
            double drawn = axis.log() ? Math.max(1, value) : value;
            if (!axis.log() || axis.title().equals("time")) {
                assertEquals(.5, axis.at(drawn), .5001, what);
            }
        }
    }

    @Test
    void thousandsOfPlacesAreNotAllMarked() {
        var places = IntStream.range(0, 5000).mapToDouble(i -> i).toArray();
        var axis = Axis.places("cores", 0, 5000, places, n -> "" + (int) n);
        assertEquals(50, axis.ticks().size());
        assertEquals("100", axis.ticks().get(100.));
        assertEquals(
                50, Axis.places("cores", 0, 50, Arrays.copyOf(places, 50), n -> "").ticks().size());
    }

    @Test
    void anAxisOfSixHundredPowersOfTenWritesSomeOfThem() {
        var axis = Axis.of("x", new double[] {1e-290, 1e300});
        assertTrue(axis.log());
        assertTrue(axis.ticks().size() >= 10 && axis.ticks().size() <= 21, "" + axis);
        assertTrue(axis.ticks().containsValue("1e-290"), "" + axis);
    }

    @Test
    void ticksOfNumbersThatHardlyDifferSayHowTheyDo() {
        var axis = Axis.of("x", new double[] {1e15, 1e15 + 100});
        assertEquals(axis.ticks().size(), Set.copyOf(axis.ticks().values()).size(), "" + axis);
        var small = Axis.of("x", new double[] {1e-12, 3e-12});
        assertEquals(
                List.of("0", "5e-13", "1e-12"), List.copyOf(small.ticks().values()).subList(0, 3));
    }

    // Pictures

    @Test
    void linesOfAnyFiniteNumbersAreDrawn() {
        ends(() -> {
            for (int i = 0; i < 60; i++) {
                var points = new TreeMap<Double, Double>();
                for (int n = 0; n <= i % 4; n++) {
                    points.put(number(), number());
                }
                var picture = Charts.lines("Extremes " + i, "x", "y", Map.of("line", points));
                assertTrue(picture.alt().contains("line"), picture.alt());
            }
        });
    }

    @Test
    void anyTimesAreDrawn() {
        ends(() -> {
            for (int i = 0; i < 40; i++) {
                var samples = new LinkedHashMap<String, List<Duration>>();
                for (int n = 0; n <= i % 3; n++) {
                    samples.put("version " + n, List.of(time(), time(), time()));
                }
                var results = new Results("Extremes " + i, samples, Map.of());
                Charts.times(results);
                Charts.times(results, new Guess("version 0", time().plusNanos(1)));
                Charts.growth(
                        "Growth", "n", new TreeMap<>(Map.of(i, results, 40 * i + 1, results)));
            }
        });
    }

    @Test
    void anySpeedUpIsDrawn() {
        ends(() -> {
            for (int i = 0; i < 30; i++) {
                var times = new TreeMap<Integer, Duration>();
                for (int n = 0; n <= i % 4; n++) {
                    times.put(
                            1 + random.nextInt(i % 2 == 0 ? 8 : Integer.MAX_VALUE - 1),
                            time().plusNanos(1));
                }
                Charts.speedUp("Extremes " + i, times);
            }
            var many = new TreeMap<Integer, Duration>();
            IntStream.rangeClosed(1, 3000)
                    .forEach(n -> many.put(n, Duration.ofHours(1).dividedBy(n)));
            Charts.speedUp("Three thousand", many);
            Charts.speedUp(
                    "Any",
                    new TreeMap<>(
                            Map.of(1, Duration.ofDays(1), Integer.MAX_VALUE, Duration.ofNanos(1))));
        });
    }

    @Test
    void timelinesOfNoLengthOrOfAnyAreDrawn() {
        ends(() -> {
            for (long end : new long[] {0, 1, 2, 999, Long.MAX_VALUE}) {
                for (int count : new int[] {1, 61}) {
                    var span = new Span(State.WORKING, Duration.ZERO, Duration.ofNanos(end));
                    var task = new Task("task", "main", 1, false, true, false, List.of(span));
                    TimelineChart.draw(
                            List.of(
                                    new TimelineChart.Track(
                                            "Extreme", Collections.nCopies(count, task))));
                }
            }
            assertEquals("A timeline with nothing on it.", Charts.timeline().alt());
        });
    }

    @Test
    void longTitlesOfAxesGoOnInFurtherLines() {
        var title = "a very long name of what has been counted ".repeat(6).strip();
        var data = Map.of("line", new TreeMap<>(Map.of(1, 1, 2, 2)));
        var few = new Pixels(Charts.lines("Long", "x", "y", data)).frame();
        var many = new Pixels(Charts.lines("Long", title, title, data)).frame();
        assertTrue(many.y > few.y + 80, few + " " + many);
    }

    /** That no label is cut, {@link Sheet#picture} asserts. */
    @Test
    void aLongTickAtTheEdgeStaysOnTheSheet() {
        double first = .123456789012 + .39e-12;
        var points = new TreeMap<>(Map.of(first, 1, first + 1e-11, 2));
        Charts.lines("Long ticks", "x", "y", Map.of("line", points));
    }

    // What is refused

    private static SortedMap<Number, Number> point(Number x, Number y) {
        var points =
                new TreeMap<Number, Number>(
                        (one, other) -> Double.compare(one.doubleValue(), other.doubleValue()));
        points.put(x, y);
        return points;
    }

    @Test
    void whatIsNotFiniteIsRefusedByNameAndPlace() {
        for (double number :
                new double[] {
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    1e301,
                    -Double.MAX_VALUE
                }) {
            var data = new LinkedHashMap<String, SortedMap<Number, Number>>();
            data.put("fine", point(1, 1));
            data.put("odd", point(3, number));
            refused(
                    "The line \"odd\" of \"Lines\" has the point x = 3, y = "
                            + number
                            + ", which cannot",
                    () -> Charts.lines("Lines", "x", "y", data));
            refused(
                    "x = " + number + ", y = 3,",
                    () -> Charts.lines("Lines", "x", "y", Map.of("odd", point(number, 3))));
        }
        refused(
                "x = 1, y = null",
                () -> Charts.lines("Lines", "x", "y", Map.of("odd", point(1, null))));
    }

    @Test
    void nothingIsRefused() {
        refused("nothing to draw in \"Lines\"", () -> Charts.lines("Lines", "x", "y", Map.of()));
        refused(
                "The line \"empty\" of \"Lines\" has no points",
                () ->
                        Charts.lines(
                                "Lines",
                                "x",
                                "y",
                                Map.of("empty", new TreeMap<Integer, Integer>())));
        refused(
                "nothing to draw in \"Growth\"",
                () -> Charts.growth("Growth", "n", new TreeMap<>()));
        refused("no time in \"Speed\"", () -> Charts.speedUp("Speed", new TreeMap<>()));
        refused("number of threads", () -> Charts.speedUp("Speed", new TreeMap<>(), 4));
        refused(
                "more than there are cores",
                () -> Charts.speedUp("Speed", new TreeMap<>(Map.of(8, Duration.ofMillis(1))), 4));
    }

    @Test
    void timesBelowZeroAreRefused() {
        var samples = List.of(Duration.ofMillis(1), Duration.ofMillis(-5));
        var results = new Results("Backwards", Map.of("clock", samples), Map.of());
        refused(
                "A sample of \"clock\" in \"Backwards\" is below zero",
                () -> Charts.times(results));
        refused(
                "A sample of \"clock\" in \"Growth\" is below zero",
                () -> Charts.growth("Growth", "n", new TreeMap<>(Map.of(1, results))));
    }

    @Test
    void aSpeedUpNeedsTimesAboveZeroAndCores() {
        refused(
                "The time on 4 cores in \"Speed\" is 0 ns: a speed-up needs times above zero",
                () ->
                        Charts.speedUp(
                                "Speed",
                                new TreeMap<>(Map.of(1, Duration.ofMillis(1), 4, Duration.ZERO))));
        refused(
                "a time for 0 cores in \"Speed\"",
                () -> Charts.speedUp("Speed", new TreeMap<>(Map.of(0, Duration.ofMillis(1)))));
    }
}
