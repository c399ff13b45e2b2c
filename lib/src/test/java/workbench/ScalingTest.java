package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

    private static final List<Integer> WORKERS = List.of(1, 2, 3, 4, 8, 16, 32);

    @ParameterizedTest
    @CsvSource({"100, 0, 0", "100, 0.05, 0", "0.5, 0, 0.01", "2e6, 0.02, 0.0005", "7, 1, 0"})
    void aLawIsFoundAgain(double alone, double serial, double crosstalk) {
        var law = new Scaling("", alone, serial, crosstalk);
        var found = Scaling.fit(law.line(WORKERS));
        assertEquals(alone, found.alone(), 1e-6 * alone);
        assertEquals(serial, found.serial(), 1e-6);
        assertEquals(crosstalk, found.crosstalk(), 1e-6);
        assertEquals("law of 1 to 32", found.name());
    }

    @Test
    void noNumberIsBelowZero() {
        // More than twice as much with two: no such law says so.
        var found = Scaling.fit(new TreeMap<>(Map.of(1, 10.0, 2, 25.0, 3, 36.0, 4, 41.0)));
        assertTrue(found.alone() > 0 && found.serial() >= 0 && found.crosstalk() >= 0);
        assertTrue(found.at(4) > 30 && found.at(4) < 55, found.toString());
    }

    @Test
    void withoutObstaclesItIsAStraightLine() {
        assertEquals(3_200, new Scaling("", 100, 0, 0).at(32), 1e-9);
    }

    @Test
    void withASerialShareItIsAmdahlsLaw() {
        assertEquals(100 / (0.1 + 0.9 / 16), new Scaling("", 100, 0.1, 0).at(16), 1e-9);
    }

    @Test
    void itIsToldInWords() {
        assertEquals(
                "law of 1 to 4: 98.1 a second alone, serial share 4.2 %, crosstalk 0.010 %",
                new Scaling("law of 1 to 4", 98.1, 0.042, 0.0001).toString());
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        assertRefused(new TreeMap<>(Map.of(1, 10.0, 2, 20.0)), "three measurements");
        assertRefused(new TreeMap<>(Map.of(0, 10.0, 1, 20.0, 2, 30.0)), "0 workers");
        assertRefused(new TreeMap<>(Map.of(1, 10.0, 2, 0.0, 3, 30.0)), "2 workers");
        assertRefused(new TreeMap<>(Map.of(1, 10.0, 2, Double.NaN, 3, 30.0)), "2 workers");
    }

    private static void assertRefused(SortedMap<Integer, Double> perSecond, String words) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Scaling.fit(perSecond));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
