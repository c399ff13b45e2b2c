package workbench.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void seesNoDifferenceInWhatEqualThingsContain() {
        assertNull(Difference.between(null, null));
        assertNull(Difference.between(new int[] {1, 2}, new int[] {1, 2}));
        assertNull(
                Difference.between(
                        List.of(new int[] {1}, List.of("x")),
                        new ArrayList<>(List.of(new int[] {1}, Arrays.asList("x")))));
        assertNull(Difference.between(Map.of("k", new byte[] {1}), Map.of("k", new byte[] {1})));
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

    @Test
    void collectionsOfAnyKindAreComparedItemByItem() {
        var map = new HashMap<>(Map.of("a", 1));
        assertNull(Difference.between(new ArrayDeque<>(List.of(1, 2)), List.of(1, 2)));
        assertNull(
                Difference.between(
                        new ArrayDeque<>(List.of(1)), new ConcurrentLinkedQueue<>(List.of(1))));
        assertNull(Difference.between(map.values(), Map.of("b", 1).values()));
        assertEquals(
                "first difference at index 1: 3 instead of 2",
                Difference.between(
                        new ArrayDeque<>(List.of(1, 2)), new ArrayDeque<>(List.of(1, 3))));
        assertEquals(
                "[1] instead of [1] (. instead of .)",
                Difference.between(new ArrayList<>(List.of(1)), Set.of(1))
                        .replaceAll("\\(\\w+ instead of \\w+", "(. instead of ."));
    }

    @Test
    void setsAndMapsMayHoldNullAndKeysOfSeveralKinds() {
        var withNull = new HashSet<>(Arrays.asList(1, null));
        assertEquals("missing: null; too much: 2", Difference.between(withNull, Set.of(1, 2)));
        assertEquals("missing: 2; too much: null", Difference.between(Set.of(1, 2), withNull));
        assertEquals(
                "missing: \"a\"; too much: 1",
                Difference.between(Set.of("a"), new TreeSet<>(List.of(1))));
        assertEquals(
                "missing: 1; too much: \"a\"",
                Difference.between(new TreeSet<>(List.of(1)), Set.of("a")));
        var nullKey = new HashMap<String, Integer>();
        nullKey.put(null, 1);
        assertEquals("keys: missing: null", Difference.between(nullKey, Map.of()));
        assertEquals(
                "keys: missing: null; too much: \"a\"",
                Difference.between(nullKey, new TreeMap<>(Map.of("a", 1))));
        assertNull(Difference.between(nullKey, new HashMap<>(nullKey)));
    }

    private static final class Hostile {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }

        @Override
        public boolean equals(Object other) {
            return other == this;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static final class Worse {
        @Override
        public boolean equals(Object other) {
            throw new AssertionError("no comparison");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("no hash");
        }
    }

    @Test
    void whatThrowsIsSaidAndNothingIsThrown() {
        assertEquals(
                "Hostile (which cannot be shown: IllegalStateException) instead of 1",
                Difference.between(1, new Hostile()));
        assertEquals(
                "Hostile (which cannot be shown: IllegalStateException) instead of Hostile (which "
                        + "cannot be shown: IllegalStateException) (another object)",
                Difference.between(new Hostile(), new Hostile()));
        assertEquals(
                "it cannot be compared (AssertionError: no comparison)",
                Difference.between(new Worse(), 1));
        assertEquals(
                "first difference at index 0: it cannot be compared (AssertionError: no comparison)",
                Difference.between(List.of(new Worse()), List.of(1)));
        var changing =
                new AbstractList<Integer>() {
                    @Override
                    public Integer get(int index) {
                        throw new ConcurrentModificationException();
                    }

                    @Override
                    public int size() {
                        return 1;
                    }
                };
        assertEquals(
                "it cannot be compared (ConcurrentModificationException)",
                Difference.between(List.of(1), changing));
    }

    @Test
    void whatContainsItselfIsComparedAndShown() {
        var one = new ArrayList<Object>();
        one.add(one);
        one.add(one);
        var other = new ArrayList<Object>();
        other.add(other);
        other.add(other);
        assertNull(Difference.between(one, other));
        other.set(1, 2);
        assertTrue(
                Difference.between(one, other)
                        .startsWith("first difference at index 1: 2 instead of [["));
        var map = new HashMap<String, Object>();
        map.put("self", map);
        assertTrue(Difference.between(1, map).startsWith("{\"self\"={\"self\"={"));
        Object[] array = {null};
        array[0] = array;
        assertEquals("[[[[[[…]]]]]] instead of 1", Difference.between(1, array));
    }

    @Test
    void whatIsLargeIsShownByItsBeginning() {
        var million = IntStream.range(0, 1_000_000).boxed().toList();
        var shown = Difference.between(null, million);
        assertTrue(shown.startsWith("[0, 1, 2, 3, ") && shown.length() < 90, shown);
        assertEquals("1,000,000 items instead of 1 item", Difference.between(List.of(0), million));
        var difference = Difference.between(nested(100_000, 1), nested(100_000, 2));
        assertTrue(difference.length() < 3_000, difference);
    }

    private static Object nested(int levels, Object innermost) {
        var value = innermost;
        for (int i = 0; i < levels; i++) {
            value = new ArrayList<>(Arrays.asList(value));
        }
        return value;
    }
}
