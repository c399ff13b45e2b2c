package workbench.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void seesToTheBottomOfEqualThings() {
        assertNull(Difference.between(null, null));
        assertNull(Difference.between(new int[] {1, 2}, new int[] {1, 2}));
        assertNull(
                Difference.between(
                        List.of(new int[] {1}, List.of("x")),
                        new ArrayList<>(List.of(new int[] {1}, Arrays.asList("x")))));
        assertNull(Difference.between(Map.of("k", new byte[] {1}), Map.of("k", new byte[] {1})));
        assertNull(Difference.between(Optional.of(new int[] {1}), Optional.of(new int[] {1})));
        assertNull(Difference.between("text", CharBuffer.wrap("text")));
        assertNull(Difference.between(new Object[][] {{1}, {2}}, new Object[][] {{1}, {2}}));
    }

    @Test
    void saysWhereTheyPart() {
        assertEquals(
                "first difference at index 1: 3 instead of 2",
                Difference.between(new int[] {1, 2}, new int[] {1, 3}));
        assertEquals("1 item instead of 2 items", Difference.between(List.of(1, 2), List.of(1)));
        assertEquals(
                "first difference at index 0: first difference at index 1: null instead of 2",
                Difference.between(List.of(List.of(1, 2)), List.of(Arrays.asList(1, null))));
        assertEquals(
                "at key \"k\": 2 instead of 1", Difference.between(Map.of("k", 1), Map.of("k", 2)));
        assertEquals(
                "keys: missing: \"k\"; too much: \"j\"",
                Difference.between(Map.of("k", 1), Map.of("j", 1)));
        assertEquals("missing: 1", Difference.between(Set.of(1, 2), Set.of(2)));
        assertEquals(
                "missing: 0, 1, 2 and 6 more",
                Difference.between(new TreeSet<>(List.of(0, 1, 2, 3, 4, 5, 6, 8, 9)), Set.of()));
        assertEquals("too much: 3", Difference.between(Set.of(), Set.of(3)));
        assertEquals("null instead of [1]", Difference.between(List.of(1), null));
        assertEquals("1 instead of 1 (Long instead of Integer)", Difference.between(1, 1L));
        assertEquals("\"null\" instead of null", Difference.between(null, "null"));
    }

    @Test
    void isShortAboutWhatIsLong() {
        var huge = BigInteger.TWO.pow(2_000_000);
        assertEquals(
                "a number of 2000001 bits instead of 1", Difference.between(BigInteger.ONE, huge));
        var text = Difference.between("a".repeat(10_000), "b".repeat(10_000));
        assertEquals(2 * 62 + " instead of ".length(), text.length());
    }
}
