package workbench.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void timesHaveTheUnitThatSuitsThem() {
        assertEquals("0 ns", Text.time(Duration.ZERO));
        assertEquals("850 ns", Text.time(850));
        assertEquals("1.00 µs", Text.time(999.5));
        assertEquals("12.3 µs", Text.time(12_345));
        assertEquals("100 ms", Text.time(1e8));
        assertEquals("1.01 s", Text.time(Duration.ofMillis(1_012)));
        assertEquals("4,000 s", Text.time(4e12));
        assertEquals("2.31e18 s", Text.time(Duration.ofSeconds(Long.MAX_VALUE / 4)));
    }

    @Test
    void tidyTimesHaveNoZerosAtTheirEnd() {
        assertEquals("0 ns", Text.tidyTime(0));
        assertEquals("1 µs", Text.tidyTime(1_000));
        assertEquals("1.5 s", Text.tidyTime(1.5e9));
        assertEquals("10.2 ms", Text.tidyTime(10.2e6));
        assertEquals("100 ms", Text.tidyTime(1e8));
        assertEquals("2,000 s", Text.tidyTime(2e12));
    }

    @Test
    void numbersKeepTheirDigitsBeforeThePoint() {
        assertEquals("0", Text.number(0, 3));
        assertEquals("0.500", Text.number(.5, 3));
        assertEquals("1,235", Text.number(1234.5, 3));
        assertEquals("1,000", Text.number(999.6, 3));
        assertEquals("-0.33", Text.number(-1 / 3., 2));
        assertEquals("0.00000000123", Text.number(1.23e-9, 3));
        assertEquals("1.20e-10", Text.number(1.2e-10, 3));
        assertEquals("1.20e20", Text.number(1.2e20, 3));
        assertEquals("-5e300", Text.number(-5e300, 1));
        assertEquals("NaN", Text.number(Double.NaN, 3));
    }

    @Test
    void plainNumbersHaveNoZerosAtTheirEnd() {
        assertEquals("12", Text.plain(12));
        assertEquals("0.5", Text.plain(.5));
        assertEquals("1,000", Text.plain(1000));
        assertEquals("1,001", Text.plain(1000.5));
        assertEquals("999,999,999,999,999", Text.plain(999_999_999_999_999.));
        assertEquals("1e15", Text.plain(1e15));
        assertEquals("1e-300", Text.plain(1e-300));
        assertEquals("4.94e-324", Text.plain(Double.MIN_VALUE));
        assertEquals("-2.5e20", Text.plain(-2.5e20));
        assertEquals("Infinity", Text.plain(Double.POSITIVE_INFINITY));
        assertEquals("1.00000000000002e20", Text.precise(1.00000000000002e20));
    }

    @Test
    void aShortenedTextHasNoMoreThanItMayAndSaysThatItWasCut() {
        assertEquals("abc", Text.shorten("abc", 3));
        assertEquals("ab…", Text.shorten("abcd", 3));
        assertEquals("…", Text.shorten("abcd", 1));
        var text = "x".repeat(1_000_000);
        assertEquals("x".repeat(39) + "…", Text.shorten(text, 40));
    }

    @Test
    void aShortenedTextKeepsWhatIsOneSignWhole() {
        var note = "\uD834\uDD1E";
        for (int most = 1; most <= 8; most++) {
            var shortened = Text.shorten(note.repeat(5), most);
            assertTrue(shortened.length() <= most, shortened);
            assertFalse(
                    Character.isHighSurrogate(
                            shortened.charAt(Math.max(0, shortened.length() - 2))));
            assertEquals(note.repeat((most - 1) / 2) + "…", shortened);
        }
        // A letter with its accent, a flag of two letters, a family of three people.
        for (var sign :
                new String[] {"e\u0301", "\uD83C\uDDEB\uD83C\uDDF7", "👩\u200D👩\u200D👧"}) {
            assertEquals("ab…", Text.shorten("ab" + sign + "cdefgh", 2 + sign.length()), sign);
            assertEquals(
                    "ab" + sign + "…",
                    Text.shorten("ab" + sign + "cdefgh", 3 + sign.length()),
                    sign);
        }
    }
}
