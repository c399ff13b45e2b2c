package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
    void namesOneThatIsClearlySlowerAlsoWhereTheMediansAreOutOfStep() {
        // By the medians c follows a, b is last; but b overlaps with a and c does not.
        assertEquals(
                "No clear difference between a and b.\n  Clearly faster than c: a, "
                        + "1.2 times as fast (100 ms against 120 ms, medians of 3).",
                of("a 100 90 110", "b 130 105 140", "c 120 119 121").verdict());
    }

    @Test
    void callsADifferenceClearOnlyWhereAllSamplesLieApart() {
        assertEquals(
                "Clearly the fastest: b, 5.0 times as fast as a (200 ms against 1.00 s, "
                        + "medians of 3).",
                of("a 1000 1010 990", "b 200 201 199").verdict());
        assertEquals(
                "Clearly the fastest: a, 5.0 times as fast as b (200 ms against 1.00 s, "
                        + "medians of 3).",
                of("a 200 201 199", "b 1000 1010 990").verdict());
        // The slowest of b is as slow as the fastest of a.
        assertEquals(
                "No clear difference: the times of a and b overlap.",
                of("a 1000 1010 990", "b 200 201 990").verdict());
    }

    @Test
    void namesThoseThatAreAheadTogether() {
        assertEquals(
                "No clear difference between c and b.\n  Clearly faster than a: c, "
                        + "4.8 times as fast (210 ms against 1.00 s, medians of 3).",
                of("a 1000 1010 990", "b 200 220 230", "c 205 210 215").verdict());
        // Where the first version is ahead itself, the ratio is to the next that is not.
        assertEquals(
                "No clear difference between a and b.\n  Clearly faster than c: a, "
                        + "10 times as fast (100 ms against 1.00 s, medians of 3).",
                of("a 100 101 99", "b 101 102 100", "c 1000 1000 1000").verdict());
    }

    @Test
    void breaksLongSentencesBetweenWords() {
        var sentence = "word ".repeat(40).strip();
        var broken = Text.lines(List.of(sentence, "next"));
        assertTrue(broken.lines().allMatch(line -> line.length() <= 100));
        assertEquals(sentence + " next", broken.replaceAll("\\s+", " "));
    }

    @Test
    void saysLittleOfFewSamplesAndOfOneVersion() {
        assertTrue(of("a 10 10", "b 1 1").verdict().startsWith("Too few samples to tell"));
        assertEquals("a took 10.0 ms (one sample).", of("a 10").verdict());
    }

    @Test
    void smallRatiosKeepTheDigitThatMakesThem() {
        assertTrue(of("a 104 104 104", "b 100 100 100").verdict().contains("1.04 times as fast"));
        assertTrue(of("a 1234 1234 1234", "b 1 1 1").verdict().contains("1,234 times as fast"));
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
    void aGuessNeedsATimeAboveZero() {
        assertThrows(IllegalArgumentException.class, () -> new Guess("a", Duration.ZERO));
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
