package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workbench.internal.drawing.Grid;
import workbench.internal.text.Text;

class ResultsTest {

    /** Results from "name ms ms ms". */
    private static Results of(String... versions) {
        var samples = new LinkedHashMap<String, List<Duration>>();
        for (var version : versions) {
            var words = version.split(" ");
            samples.put(
                    words[0],
                    Arrays.stream(words)
                            .skip(1)
                            .map(ms -> Duration.ofNanos(Math.round(Double.parseDouble(ms) * 1e6)))
                            .toList());
        }
        return new Results("Test", samples, Map.of());
    }

    @Test
    void medianOfOddAndEvenNumbers() {
        assertEquals(Duration.ofMillis(3), of("a 9 1 3").median("a"));
        assertEquals(Duration.ofMillis(2), of("a 9 1 3 1").median("a"));
        assertEquals(Duration.ofMillis(1), of("a 9 1 3").fastest("a"));
        assertEquals(Duration.ofMillis(9), of("a 9 1 3").slowest("a"));
    }

    @Test
    void timesAsFastIsTheRatioOfTheMedians() {
        var results = of("a 1000 900 2000", "b 250 100 300");
        assertEquals(4, results.timesAsFast("b", "a"));
        assertEquals(.25, results.timesAsFast("a", "b"));
        assertThrows(IllegalArgumentException.class, () -> results.timesAsFast("a", "c"));
    }

    @Test
    void ofTwoVersionsItSaysWhichIsFasterAndHowMuch() {
        assertEquals(
                "Clearly faster than a: b, 5.0 times as fast (200 ms against 1.00 s, medians of 5).",
                of("a 1000 1010 990 995 1005", "b 200 201 199 200 200").verdict());
        assertEquals(
                "Clearly faster than b: a, 5.0 times as fast (200 ms against 1.00 s, medians of 5).",
                of("a 200 201 199 200 200", "b 1000 1010 990 995 1005").verdict());
        assertEquals(
                "No clear difference between a and b (200 ms and 201 ms, medians of 5).",
                of("a 200 190 180 210 220", "b 201 195 185 215 225").verdict());
        assertTrue(
                of("a 1234 1234 1234 1234 1234", "b 1 1 1 1 1")
                        .verdict()
                        .contains("1,234 times as fast"));
    }

    @Test
    void oneNoisySampleOfTheFasterOfTwoIsForgivenAndASecondIsNot() {
        assertTrue(clear("a 1000 1010 990 995 1005", "b 200 201 199 200 3000"));
        assertFalse(clear("a 1000 1010 990 995 1005", "b 200 201 199 2000 3000"));
        // A fast sample of the slower one is another matter: noise makes nothing faster.
        assertFalse(clear("a 1000 1010 990 995 150", "b 200 201 199 200 200"));
        // As fast as the fastest is not faster.
        assertFalse(clear("a 1000 1010 990 995 200", "b 199 199 199 200 200"));
    }

    @Test
    void lessThanFivePercentIsNotClearHoweverFarApartTheSamplesAre() {
        assertFalse(clear("a 104.9 104.9 104.9 104.9 104.9", "b 100 100 100 100 100"));
        assertTrue(clear("a 105 105 105 105 105", "b 100 100 100 100 100"));
        assertTrue(
                of("a 105 105 105 105 105", "b 100 100 100 100 100")
                        .verdict()
                        .contains("1.05 times as fast"));
        assertEquals(
                "No clear difference between one and two (1.00 s and 1.00 s, medians of 5).",
                of("one 1004 1004 1003 1004 1004", "two 1000 1001 1000 1002 1000").verdict());
    }

    private static boolean clear(String... versions) {
        return of(versions).verdict().startsWith("Clearly");
    }

    @Test
    void withFewSamplesANoisyOneOfAVersionSpoilsWhatIsSaidOfThatVersionOnly() {
        assertEquals(
                "Clearly faster than sequence: interleaves (1.8 times as fast), two (1.8 times).\n"
                        + "  No clear difference between interleaves, two and three.\n"
                        + "  No clear difference between sequence and three.",
                of(
                                "sequence 193 194 196 195 194",
                                "interleaves 105 106 107 105 106",
                                "two 106 108 111 107 106",
                                "three 107 108 289 109.5 108")
                        .verdict());
        assertEquals(
                "Clearly faster than sequence: interleaves (1.8 times as fast), two (1.8 times), "
                        + "three (1.8 times).\n"
                        + "  No clear difference between interleaves, two and three.",
                of(
                                "sequence 193 194 196 195 194 193 194",
                                "interleaves 105 106 107 105 106 105 106",
                                "two 106 108 111 107 106 107 106",
                                "three 107 108 289 109.5 108 108 109")
                        .verdict()
                        .replaceAll("\n  (?!No)", " "));
    }

    @Test
    void comparesEachWithTheFirstAndTheFastestWithTheOthers() {
        assertEquals(
                "Clearly faster than a: d (4.8 times as fast), c (4.5 times), b (2.0 times).\n"
                        + "  No clear difference between c and d; each of them is clearly faster "
                        + "than b.",
                of(
                                "a 1000 1010 990 1000 1000",
                                "b 500 500 500 500 500",
                                "c 220 205 225 222 221",
                                "d 210 207 215 208 211")
                        .verdict());
        assertEquals(
                "Clearly faster than a: c (4.0 times as fast), b (2.0 times).\n"
                        + "  Clearly the fastest of all: c.",
                of("a 100 100 100 100 100", "b 50 50 50 50 50", "c 25 25 25 25 25").verdict());
        assertEquals(
                "Clearly slower than a: c (10 times as long).\n"
                        + "  No clear difference between a and b.",
                of("a 100 101 99 100 100", "b 101 102 100 101 101", "c 1000 999 1001 1002 1000")
                        .verdict());
        assertEquals(
                "Clearly slower than a: b (2.0 times as long), c (4.0 times).",
                of("a 25 25 25 25 25", "b 50 50 50 50 50", "c 100 100 100 100 100").verdict());
        assertEquals(
                "No clear difference between a, b and c.",
                of("a 100 90 110 95 105", "b 101 91 111 96 106", "c 99 92 112 97 107").verdict());
    }

    @Test
    void saysNothingFalseWhereTheMiddleOneDiffersFromNeither() {
        // b is near a and near c, and these two are apart.
        assertEquals(
                "Clearly slower than a: c (1.2 times as long).\n"
                        + "  No clear difference between a and b.",
                of("a 100 101 102 103 104", "b 100 108 112 116 125", "c 120 121 122 123 124")
                        .verdict());
        assertEquals(
                "Clearly faster than c: a (1.2 times as fast).\n"
                        + "  No clear difference between b and a.\n"
                        + "  No clear difference between c and b.",
                of("c 120 121 122 123 124", "b 100 108 112 116 125", "a 100 101 102 103 104")
                        .verdict());
        // b, the fastest by its median and uneven, is like a and like c, and these are apart.
        assertEquals(
                "Clearly faster than a: c (1.09 times as fast).\n"
                        + "  No clear difference between b and a, nor between b and c.",
                of("a 120 121 122 123 160", "b 90 95 99 150 170", "c 110 111 112 113 114")
                        .verdict()
                        .replaceAll("\n  (?!No)", " "));
        assertEquals(
                "Clearly slower than b: d (3.0 times as long).\n"
                        + "  No clear difference between b and a, nor between b and c.",
                of(
                                "b 90 95 99 150 170",
                                "a 120 121 122 123 160",
                                "c 110 111 112 113 114",
                                "d 300 300 300 300 300")
                        .verdict());
    }

    @Test
    void namesAllThatAreClearlyFasterThanAnother() {
        // Below, f is one of the leaders too, and not clearly faster than e.
        assertEquals(
                "Clearly faster than a: d (4.0 times as fast), c (3.9 times), b (2.0 times).\n"
                        + "  No clear difference between c and d; each of them is clearly faster than"
                        + " b.",
                of(
                                "a 400 400 400 400 400 400",
                                "b 200 200 200 200 200 200",
                                "c 101 102 103 104 105 106",
                                "d 100 100 100 101 102 103")
                        .verdict());
        assertEquals(
                List.of("Clearly faster than e: d and c."),
                of(
                                "a 900 900 900 900 900 900",
                                "e 200 200 200 200 200 200",
                                "f 100 101 105 201 202 203",
                                "c 100 102 103 104 105 106",
                                "d 100 100 100 101 102 103")
                        .verdict()
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.contains("than e"))
                        .toList());
    }

    @Test
    void noPairIsNamedTwice() {
        assertEquals(
                "No clear difference between a and b.\n"
                        + "  Clearly faster than c: b.\n"
                        + "  No clear difference between a and c.",
                of("a 100 101 130 160 161", "b 99 100 101 102 103", "c 131 132 133 134 135")
                        .verdict());
    }

    @Tag("slow")
    @Test
    void whateverItSaysOfAPairHoldsOfThatPair() {
        var random = new Random(1);
        var clearly = Pattern.compile("Clearly (faster|slower) than ([\\w, ]+): (.*?)\\.( |$)");
        for (int i = 0; i < 300; i++) {
            int versions = 3 + random.nextInt(4);
            var medians = new double[] {100, 130, 160, 100, 130, 160};
            var results =
                    new Noise(0.2, 0.1, 0.1)
                            .results(
                                    random,
                                    6 + random.nextInt(3),
                                    Arrays.copyOf(medians, versions));
            var verdict = results.verdict().replaceAll("\\s+", " ");
            assertFalse(verdict.isEmpty());
            clearly.matcher(verdict)
                    .results()
                    .forEach(said -> {
                        for (var name : names(said.group(3))) {
                            for (var other : names(said.group(2))) {
                                assertTrue(
                                        said.group(1).equals("faster")
                                                ? results.isClearlyFaster(name, other)
                                                : results.isClearlyFaster(other, name),
                                        results.toString());
                            }
                        }
                    });
            for (var sentence : verdict.split("\\. ")) {
                for (var part : sentence.replaceAll("[.;].*", "").split(", nor between ")) {
                    if (sentence.startsWith("No clear")) {
                        var alike =
                                part.replace("No clear difference between ", "").split(", | and ");
                        for (var one : alike) {
                            for (var other : alike) {
                                assertFalse(results.isClearlyFaster(one, other), "" + results);
                            }
                        }
                    }
                }
            }
        }
    }

    private static List<String> names(String list) {
        return List.of(list.replaceAll(" \\(.*?\\)", "").split(", | and "));
    }

    /** Noise that is skewed, with slow outliers, and rounds that are slow for all. */
    private record Noise(double spread, double outliers, double rounds) {

        /** Samples of versions a, b, c … around these medians in ms. */
        Results results(Random random, int samples, double... medians) {
            var times = new LinkedHashMap<String, List<Duration>>();
            for (int version = 0; version < medians.length; version++) {
                times.put("" + (char) ('a' + version), new ArrayList<>());
            }
            for (int i = 0; i < samples; i++) {
                var round = Math.exp(rounds * random.nextGaussian());
                int version = 0;
                for (var each : times.values()) {
                    var time =
                            medians[version++] * round * Math.exp(spread * random.nextGaussian());
                    time *= random.nextDouble() < outliers ? 1 + 3 * random.nextDouble() : 1;
                    each.add(Duration.ofNanos(Math.round(time * 1e6)));
                }
            }
            return new Results("Random", times, Map.of());
        }

        /** In which share of many experiments this is so. */
        double share(Predicate<Results> seen, int samples, double... medians) {
            var random = new Random(7);
            int count = 0;
            for (int i = 0; i < MANY; i++) {
                count += seen.test(results(random, samples, medians)) ? 1 : 0;
            }
            return count / (double) MANY;
        }
    }

    private static final int MANY = 5_000;

    private static boolean namesADifference(Results results) {
        return results.names().stream()
                .anyMatch(one ->
                        results.names().stream()
                                .anyMatch(other -> results.isClearlyFaster(one, other)));
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"2, 5", "3, 6", "4, 5", "4, 7", "6, 6", "6, 8"})
    void ofEqualVersionsAtMostFiveInAHundredExperimentsNameADifference(int versions, int samples) {
        var medians = new double[versions];
        Arrays.fill(medians, 100);
        for (var noise :
                List.of(
                        new Noise(0.1, 0, 0),
                        new Noise(1, 0.05, 0),
                        new Noise(0.1, 0.05, 0.1),
                        new Noise(0.3, 0.1, 1))) {
            var share = noise.share(ResultsTest::namesADifference, samples, medians);
            // What is at most 0.05 is seen as more than this in one simulation of a thousand.
            var limit = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / MANY);
            assertTrue(share <= limit, share + " of " + versions + " versions, " + noise);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 6, 8})
    void oneAndAHalfTimesAsFastIsSeenThroughTenPercentOfNoise(int versions) {
        var medians = new double[versions];
        Arrays.fill(medians, 100);
        medians[0] = 150;
        Predicate<Results> seen = results -> results.isClearlyFaster("b", "a");
        int samples = Results.enough(versions, 1);
        var share = new Noise(0.1, 0, 0).share(seen, samples, medians);
        var noisy = new Noise(0.1, 0.03, 0.05).share(seen, samples, medians);
        assertTrue(share >= 0.98, share + " of " + versions + " versions");
        assertTrue(noisy >= 0.9, noisy + " of " + versions + " versions, with outliers");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 5", "4, 0, 5", "5, 0, 6", "7, 0, 6", "8, 0, 7", "2, 1, 5", "3, 1, 6", "4, 1, 7",
        "5, 1, 7", "6, 1, 8", "8, 1, 8", "9, 1, 9"
    })
    void moreVersionsNeedMoreSamples(int versions, int late, int samples) {
        assertEquals(samples, Results.enough(versions, late));
    }

    @Test
    void breaksLongSentencesBetweenWords() {
        var sentence = "word ".repeat(40).strip();
        var broken = Text.lines(List.of(sentence, "next"));
        assertTrue(broken.lines().allMatch(line -> line.length() <= 100));
        assertEquals(sentence + " next", broken.replaceAll("\\s+", " "));
    }

    @Test
    void tooFewSamplesAllowNoVerdict() {
        assertEquals(
                "3 samples of each allow no verdict on 2 versions: it takes 5.\n"
                        + "  Lowest median: b, 1.00 ms.",
                of("a 10 10 10", "b 1 1 1").verdict());
        assertTrue(of("a 10", "b 1").verdict().startsWith("1 sample of each allows no verdict"));
        assertTrue(
                of("a 9 9 9 9 9", "b 1 1 1 1 1", "c 1 1 1 1 1", "d 1 1 1 1 1", "e 1 1 1 1 1")
                        .verdict()
                        .startsWith(
                                "5 samples of each allow no verdict on 5 versions: it takes 6."));
    }

    @Test
    void ofOneVersionItSaysTheMedian() {
        assertEquals("a took 10.0 ms (one sample).", of("a 10").verdict());
        assertEquals("a took 11.0 ms (median of 3).", of("a 10 11 12").verdict());
    }

    @Test
    void tableNamesUnitsAndTheFirstVersion() {
        var table = of("sequential 1000 1000 1010", "threads 250 249 260").table();
        assertEquals(
                List.of(
                        "Version",
                        "Median [ms]",
                        "Fastest [ms]",
                        "Slowest [ms]",
                        "Times as fast as sequential"),
                table.columnNames());
        assertEquals(List.of("threads", "250", "249", "260", "4.00"), Grid.of(table).rows().get(1));
        assertEquals(4.0, table.doubleColumn(4).getDouble(1));
    }

    @Test
    void anUnknownNameIsToldWithThoseThatThereAre() {
        assertEquals(
                "There is no version \"c\" in \"Test\"; there is a and b.",
                assertThrows(IllegalArgumentException.class, () -> of("a 1", "b 2").median("c"))
                        .getMessage());
    }

    @Test
    void aGuessIsNotBelowZero() {
        assertThrows(IllegalArgumentException.class, () -> new Guess("a", Duration.ofNanos(-1)));
    }

    @Test
    void writesTimesWithThreeDigitsInTheUnitThatSuits() {
        var written =
                Map.of(
                        850L,
                        "850 ns",
                        999L,
                        "999 ns",
                        12_345L,
                        "12.3 µs",
                        999_600L,
                        "1.00 ms",
                        210_000_000L,
                        "210 ms",
                        999_700_000L,
                        "1.00 s",
                        75_000_000_000L,
                        "75.0 s",
                        1_234_000_000_000L,
                        "1,234 s",
                        0L,
                        "0 ns");
        written.forEach((nanos, text) -> assertEquals(text, Text.time(Duration.ofNanos(nanos))));
        assertEquals("0.0123", Text.number(0.012345, 3));
        assertEquals("-12.3", Text.number(-12.345, 3));
        assertEquals("10.0", Text.number(9.999, 3));
    }
}
