package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import workbench.Guess;
import workbench.Results;
import workbench.Timeline;
import workbench.Timeline.Span;
import workbench.Timeline.State;
import workbench.Timeline.Task;

/**
 * Draws every chart with extreme data. That no label is cut or hidden, {@link Sheet#picture} itself
 * asserts. The pictures are left in target/charts, to be looked at.
 */
class ChartsTest {
    private static final List<String> LONG =
            List.of(
                    "sequential",
                    "virtual threads, one for each of the requests, with a semaphore of 100 permits",
                    "CompletableFuture.supplyAsync(…).thenCombineAsync(…).orTimeout(5,TimeUnit.SECONDS)",
                    "enqueue",
                    "音楽のジャンルを並列に取得する",
                    "музыкальные жанры",
                    "parallel stream",
                    "executor (2 threads)",
                    "executor (200 threads)",
                    "a");

    private static Picture check(String file, Picture picture, List<String> inAlt) {
        assertEquals(2 * picture.width(), picture.image().getWidth(), "crisp at twice the size");
        assertEquals(760, picture.width());
        assertTrue(!picture.image().getColorModel().hasAlpha(), "opaque");
        inAlt.forEach(text -> assertTrue(picture.alt().contains(text), picture.alt()));
        try {
            var folder = Files.createDirectories(Path.of("target/charts"));
            ImageIO.write(picture.image(), "png", folder.resolve(file + ".png").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return picture;
    }

    private static Results results(
            String title, int versions, int samples, IntToDoubleFunction millis) {
        var random = new Random(1);
        var times = new LinkedHashMap<String, List<Duration>>();
        for (int i = 0; i < versions; i++) {
            double base = millis.applyAsDouble(i);
            times.put(
                    LONG.get(i),
                    random.doubles(samples, 1, 1.25)
                            .mapToObj(noise -> millis(base * noise))
                            .toList());
        }
        return new Results(title, times, Map.of());
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos((long) (millis * 1e6));
    }

    @Test
    void aSheetRefusesLabelsThatAreCutOrHidden() {
        var cut = new Sheet(100);
        cut.text("a label", Sheet.WIDTH - 20, 50, Sheet.PLAIN, Sheet.INK, 0);
        assertThrows(AssertionError.class, () -> cut.picture("cut"));
        var hidden = new Sheet(100);
        hidden.text("a label", 50, 50, Sheet.PLAIN, Sheet.INK, 0);
        hidden.text("another one", 80, 55, Sheet.PLAIN, Sheet.INK, 0);
        assertThrows(AssertionError.class, () -> hidden.picture("hidden"));
        assertThrows(IllegalArgumentException.class, () -> new Sheet(100).picture(" "));
    }

    @Test
    void coloursStandOutFromThePaper() {
        for (var text : List.of(Sheet.INK, Sheet.SOFT, Sheet.RED)) {
            assertTrue(contrast(text) >= 4.5, text + " " + contrast(text));
        }
        for (var mark : Sheet.PALETTE) {
            assertTrue(contrast(mark) >= 3, mark + " " + contrast(mark));
        }
        assertTrue(contrast(Sheet.AMBER) >= 3);
    }

    /** As the Web Content Accessibility Guidelines define it. */
    private static double contrast(Color color) {
        return (luminance(Sheet.PAPER) + .05) / (luminance(color) + .05);
    }

    private static double luminance(Color color) {
        var parts = color.getRGBColorComponents(null);
        double[] weights = {.2126, .7152, .0722};
        return IntStream.range(0, 3)
                .mapToDouble(i ->
                        weights[i]
                                * (parts[i] <= .04045
                                        ? parts[i] / 12.92
                                        : Math.pow((parts[i] + .055) / 1.055, 2.4)))
                .sum();
    }

    @Test
    void comparisonsOnOneAxis() {
        var waits = results("Waits, and " + LONG.get(1), 8, 3, i -> 100.0 / (i + 1));
        var works = results("Works", 6, 3, i -> 1 + i);
        check(
                "times-as-fast",
                Charts.timesAsFast("All", Map.of("Works", 2.5), List.of(waits, works)),
                List.of("Works", "sequential 1.0"));
        var far = results("Far", 3, 1, i -> Math.pow(1e4, i));
        check("times-as-fast-far", Charts.timesAsFast("Far", Map.of(), List.of(far)), List.of());
        var one = results("One", 1, 1, i -> 1);
        for (double guess : new double[] {1e-9, .9, 1, 1e9}) {
            check(
                    "times-as-fast-one",
                    Charts.timesAsFast("One", Map.of("One", guess), List.of(one)),
                    List.of("sequential 1.0"));
        }
    }

    @Test
    void wrappedTextFitsAndLosesNothing() {
        for (var text : LONG) {
            for (int most : new int[] {14, 60, 180}) {
                var lines = Sheet.wrap(text, Sheet.PLAIN, most);
                assertEquals(text.replace(" ", ""), String.join("", lines).replace(" ", ""));
                lines.forEach(line -> assertTrue(Sheet.width(line, Sheet.PLAIN) <= most, line));
            }
        }
        assertEquals(List.of("a", "b"), Sheet.wrap("a\nb", Sheet.PLAIN, 100));
    }

    @Test
    void aGuessForAVersionThatIsNotThereSaysSo() {
        var guess = new Guess("sequentail", millis(3));
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Charts.times(results("One", 1, 1, i -> 1), guess));
        assertTrue(error.getMessage().contains("sequentail"), error.getMessage());
    }

    @Test
    void axesHaveRoundTicksWithinTheirRange() {
        var axis = Axis.linear("x", 0, 1.3e9, 1e9, 8);
        assertEquals(
                List.of("0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2"),
                List.copyOf(axis.ticks().values()));
        assertEquals("time [µs]", Axis.time(5e3, 8).title());
        assertEquals("time [s]", Axis.time(300e9, 8).title());
        for (double max : new double[] {1, 7, 99, 1e3, 123_456, 6e11}) {
            var ticks = Axis.time(max, 8).ticks();
            assertTrue(ticks.size() >= 3 && ticks.size() <= 11, max + " " + ticks);
        }
    }

    @Test
    void labelsAreMovedApartAndStayBetweenTopAndBottom() {
        var places =
                LineChart.apart(
                        new double[] {95, 95, 3, 50}, new double[] {10, 20, 10, 10}, 0, 100);
        assertArrayEquals(new double[] {75, 90, 5, 50}, places, 1e-9);
    }

    @Test
    void timesOfOneToTenVersionsFromMicrosecondsToMinutes() {
        check(
                "times-1",
                Charts.times(results("One genre", 1, 1, i -> 203)),
                List.of("sequential 2", "one sample"));
        check(
                "times-3",
                Charts.times(
                        results("Five genres", 3, 5, i -> i == 0 ? 1020 : 205),
                        new Guess("sequential", millis(1500)),
                        new Guess(LONG.get(1), millis(60_000)),
                        new Guess(LONG.get(2), millis(1))),
                List.of(LONG.get(1), LONG.get(2), "guess"));
        check(
                "times-10",
                Charts.times(
                        results(
                                "A title that is much too long for one line of the "
                                        + "chart, since it tells everything about the experiment: all genres at once",
                                10,
                                7,
                                i -> 200_000 / Math.pow(8, i)),
                        new Guess("a", Duration.ofSeconds(290))),
                LONG);
        check(
                "times-micros",
                Charts.times(results("Microseconds", 2, 5, i -> .0123 * (i + 1))),
                List.of("µs"));
        check("times-same", Charts.times(results("The same", 2, 5, i -> 5)), List.of());
    }

    @Test
    void speedUp() {
        var times =
                new TreeMap<>(
                        Map.of(
                                1,
                                millis(1000),
                                2,
                                millis(560),
                                3,
                                millis(420),
                                4,
                                millis(350),
                                8,
                                millis(250),
                                16,
                                millis(215)));
        check(
                "speedup",
                Charts.speedUp("Primes on more and more cores", times),
                List.of("16 cores"));
        assertEquals(.15, SpeedUpChart.serialShare(times), .02);
        check(
                "speedup-2",
                Charts.speedUp("Two cores", new TreeMap<>(times.headMap(3))),
                List.of("2 cores"));
        check(
                "speedup-1",
                Charts.speedUp("One core", new TreeMap<>(times.headMap(2))),
                List.of("1 core"));
        var slower = new TreeMap<>(Map.of(1, millis(100), 2, millis(150), 4, millis(300)));
        check(
                "speedup-threads",
                Charts.speedUp("Twice as many threads as cores", times, 8),
                List.of("16 threads", "Amdahl"));
        var few = Charts.speedUp("On two cores", new TreeMap<>(times.headMap(5)), 2);
        check("speedup-two", few, List.of("4 threads"));
        assertFalse(few.alt().contains("Amdahl"), few.alt());
        check("speedup-slower", Charts.speedUp("Slower with cores", slower), List.of("0.333"));
    }

    @Test
    void growth() {
        var sizes = new TreeMap<Integer, Results>();
        for (int n : new int[] {5, 50, 1000, 10_000}) {
            sizes.put(
                    n,
                    results(
                            "n",
                            n > 1000 ? 9 : 10,
                            3,
                            i -> i == 0 ? 200 * n : 200 + n * .04 * (i + 1)));
        }
        check("growth-10", Charts.growth("Time from 5 to 10,000 genres", "genres", sizes), LONG);
        var few = new TreeMap<Integer, Results>();
        for (int n : new int[] {1, 2, 3, 4}) {
            few.put(n, results("n", 2, 3, i -> 10 + n * (i + 1)));
        }
        check("growth-2", Charts.growth("Small", "cores", few), List.of("sequential"));
        check("growth-1", Charts.growth("One", "cores", new TreeMap<>(few.headMap(2))), List.of());
        var fromZero = new TreeMap<Integer, Results>();
        for (int n : new int[] {0, 1, 5, 20, 100, 200}) {
            fromZero.put(n, results("n", 3, 3, i -> .5 + n * (5 - 2 * i)));
        }
        check(
                "growth-zero",
                Charts.growth("From zero", "latency [ms]", fromZero),
                List.of("µs at 0", "at 1", "at 200"));
    }

    @Test
    void lines() {
        var data = new LinkedHashMap<String, SortedMap<Integer, Double>>();
        data.put(
                "platform threads",
                new TreeMap<>(Map.of(5, 1.5, 50, 7.5, 1000, 120., 10000, 1150.)));
        data.put("virtual threads", new TreeMap<>(Map.of(5, 1.1, 50, 1.4, 1000, 6., 10000, 47.)));
        check("lines-2", Charts.lines("Memory", "genres", "MB", data), List.of("1,150 at 10,000"));
        check(
                "lines-1",
                Charts.lines(
                        "Throughput",
                        "threads",
                        "requests per second",
                        Map.of("all", new TreeMap<>(Map.of(1, 0, 2, 10.5, 100, 25)))),
                List.of("10.5"));
    }

    private static Task task(String name, String thread, boolean failed, double... marks) {
        var states =
                List.of(
                        State.QUEUED,
                        State.WORKING,
                        State.WAITING,
                        State.WORKING,
                        State.WAITING,
                        State.WORKING);
        var spans = new ArrayList<Span>();
        for (int i = 0; i + 1 < marks.length; i++) {
            if (marks[i + 1] > marks[i]) {
                spans.add(new Span(states.get(i), millis(marks[i]), millis(marks[i + 1])));
            }
        }
        return new Task(
                name,
                thread,
                thread.isEmpty() ? 0 : thread.hashCode(),
                false,
                !thread.isEmpty(),
                failed,
                spans);
    }

    private static TimelineChart.Track track(String title, int n, int atOnce, String thread) {
        var random = new Random(3);
        double[] free = new double[atOnce];
        return new TimelineChart.Track(
                title,
                IntStream.range(0, n)
                        .mapToObj(i -> {
                            double begin = free[i % atOnce] + i % atOnce * .05;
                            double work = begin + 4 + random.nextDouble(4),
                                    wait =
                                            work
                                                    + 190
                                                    + random.nextDouble(30)
                                                    + (i == n / 3 ? 300 : 0);
                            free[i % atOnce] = wait + 5;
                            double queued = atOnce < n ? i * .02 : begin;
                            return task(
                                    "genre " + (i + 1),
                                    thread + (i % atOnce + 1),
                                    i % 17 == 3,
                                    queued,
                                    begin,
                                    work,
                                    wait,
                                    wait + 5);
                        })
                        .toList());
    }

    @Test
    void timelines() {
        check(
                "timeline-5",
                TimelineChart.draw(
                        List.of(
                                track("One after the other", 5, 1, "main"),
                                track("A thread each", 5, 5, "virtual #4"))),
                List.of("genre 5", "failed"));
        check(
                "timeline-50",
                TimelineChart.draw(List.of(track("Five at a time", 50, 5, "OkHttp #4"))),
                List.of("50 tasks", "at most 5 at once", "genre 1 ", "genre 47"));
        check(
                "timeline-long",
                TimelineChart.draw(
                        List.of(
                                new TimelineChart.Track(
                                        "A title that is much too long for one line of the chart, since it tells everything"
                                                + " about the experiment",
                                        List.of(
                                                task(
                                                        "fetch the genres that nobody has ever listened to before noon",
                                                        "ForkJoinPool.commonPool-worker-17",
                                                        true,
                                                        0,
                                                        3,
                                                        8,
                                                        8000),
                                                task("never", "", false, 0, 8000),
                                                task(LONG.get(2), "a", false, .001, .002, .003))))),
                List.of("not started"));
        check(
                "timeline-1000",
                TimelineChart.draw(
                        List.of(track("A thousand, 64 at a time", 1000, 64, "OkHttp #"))),
                List.of("1,000 tasks", "genre 974"));
        check(
                "timeline-10000",
                TimelineChart.draw(
                        List.of(
                                track("Ten thousand at once", 10_000, 10_000, "virtual #"),
                                track("Five", 5, 5, "virtual #"))),
                List.of("10,000 tasks"));
        check("timeline-empty", Charts.timeline(new Timeline("Nothing")), List.of("no tasks"));
        check(
                "timeline-micros",
                TimelineChart.draw(
                        List.of(
                                new TimelineChart.Track(
                                        "Short", List.of(task("a", "main", false, 0, 0, .02))))),
                List.of("µs"));
    }
}
