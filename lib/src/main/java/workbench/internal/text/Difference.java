package workbench.internal.text;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares two results, also what they contain, and says briefly where they part.
 *
 * <p>The results may be of any code: where a method of theirs throws, that is said in place of what
 * it would have given; and they may contain themselves.
 */
@SuppressWarnings("ReferenceEquality") // It is meant: whether two are the same object.
public final class Difference {

    /** From so many levels of collections within collections on, their equals decides. */
    private static final int DEPTH = 50;

    private static final int SHOWN = 60; // characters
    private static final int SHOWN_DEPTH = 5;

    /** Two that are being compared, or were found equal. */
    private record Pair(Object expected, Object actual) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair && pair.expected == expected && pair.actual == actual;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(expected) + System.identityHashCode(actual);
        }
    }

    private final Set<Pair> met = new HashSet<>();

    private Difference() {}

    /**
     * How the actual result differs from the expected one, as "… instead of …"; null if it does
     * not. Arrays and collections other than sets are compared item by item, whatever their class
     * (a list may equal an array, or a queue); sets and maps by their equals and hashCode, a map's
     * values in the way that results are; anything else by its equals.
     */
    public static String between(Object expected, Object actual) {
        return new Difference().between(expected, actual, 0);
    }

    private String between(Object expected, Object actual, int depth) {
        if (expected == actual) {
            return null;
        }
        try {
            if (depth < DEPTH && isSequence(expected) && isSequence(actual)) {
                return isMet(expected, actual) ? null : betweenItems(expected, actual, depth);
            }
            if (depth < DEPTH
                    && expected instanceof Map<?, ?> map
                    && actual instanceof Map<?, ?> other) {
                return isMet(expected, actual) ? null : betweenMaps(map, other, depth);
            }
            if (expected instanceof Set<?> set && actual instanceof Set<?> other) {
                return betweenSets(set, other);
            }
            if (expected != null && expected.equals(actual)) {
                return null;
            }
        } catch (Throwable failure) {
            Failures.passOnFatal(failure);
            return "it cannot be compared (" + Failures.reason(failure) + ")";
        }
        var shown = show(actual);
        var wanted = show(expected);
        return shown
                + " instead of "
                + wanted
                + (shown.equals(wanted) ? kinds(expected, actual) : "");
    }

    private boolean isMet(Object expected, Object actual) {
        return !met.add(new Pair(expected, actual));
    }

    /** For two that look the same in print: 1 and 1L. */
    private static String kinds(Object expected, Object actual) {
        var wanted = expected == null ? "null" : expected.getClass().getSimpleName();
        var seen = actual == null ? "null" : actual.getClass().getSimpleName();
        return seen.equals(wanted)
                ? " (another object)"
                : " (" + seen + " instead of " + wanted + ")";
    }

    private static boolean isSequence(Object value) {
        return (value instanceof Collection<?> && !(value instanceof Set<?>))
                || (value != null && value.getClass().isArray());
    }

    private String betweenItems(Object expected, Object actual, int depth) {
        var wanted = items(expected);
        var seen = items(actual);
        String first = null;
        long common = 0;
        while (wanted.hasNext() && seen.hasNext()) {
            var inner = between(wanted.next(), seen.next(), depth + 1);
            if (inner != null) {
                first = "first difference at index " + common + ": " + inner;
                break;
            }
            common++;
        }
        int wantedSize = size(expected);
        int seenSize = size(actual);
        if (wantedSize == seenSize) {
            return first;
        }
        return Text.count(seenSize, "item")
                + " instead of "
                + Text.count(wantedSize, "item")
                + (first == null ? "" : "; " + first);
    }

    private static int size(Object sequence) {
        return sequence instanceof Collection<?> some ? some.size() : Array.getLength(sequence);
    }

    private static Iterator<?> items(Object sequence) {
        if (sequence instanceof Collection<?> some) {
            return some.iterator();
        }
        return new Iterator<Object>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < Array.getLength(sequence);
            }

            @Override
            public Object next() {
                return Array.get(sequence, next++);
            }
        };
    }

    private String betweenMaps(Map<?, ?> expected, Map<?, ?> actual, int depth) {
        var keys = betweenSets(expected.keySet(), actual.keySet());
        if (keys != null) {
            return "keys: " + keys;
        }
        for (var entry : expected.entrySet()) {
            var inner = between(entry.getValue(), actual.get(entry.getKey()), depth + 1);
            if (inner != null) {
                return "at key " + show(entry.getKey()) + ": " + inner;
            }
        }
        return null;
    }

    /** In copies, since a sorted set throws when it is asked for what it cannot sort. */
    private static String betweenSets(Set<?> expected, Set<?> actual) {
        var wanted = new HashSet<Object>(expected);
        var seen = new HashSet<Object>(actual);
        var missing = expected.stream().filter(item -> !seen.contains(item)).toList();
        var extra = actual.stream().filter(item -> !wanted.contains(item)).toList();
        return missing.isEmpty() && extra.isEmpty()
                ? null
                : Stream.of(some("missing: ", missing), some("too much: ", extra))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
    }

    /** The first three of them. */
    private static String some(String title, List<?> items) {
        if (items.isEmpty()) {
            return "";
        }
        return items.stream()
                .limit(3)
                .map(Difference::show)
                .collect(
                        Collectors.joining(
                                ", ",
                                title,
                                items.size() > 3 ? " and " + (items.size() - 3) + " more" : ""));
    }

    /** A value in few characters. */
    static String show(Object value) {
        try {
            return shown(value, 0);
        } catch (Throwable failure) {
            Failures.passOnFatal(failure);
            return value.getClass().getSimpleName()
                    + " (which cannot be shown: "
                    + failure.getClass().getSimpleName()
                    + ")";
        }
    }

    private static String shown(Object value, int depth) {
        return switch (value) {
            case null -> "null";
            case CharSequence text -> "\"" + Text.shorten(text.toString(), SHOWN) + "\"";
            // Writing out a long number takes longer than computing it.
            case BigInteger number when number.bitLength() > 200 ->
                    "a number of " + number.bitLength() + " bits";
            // A collection's own toString writes out every item, and all of those that it contains.
            case Set<?> set -> shown(set.iterator(), "[", "]", depth);
            case Map<?, ?> map -> shown(map.entrySet().iterator(), "{", "}", depth);
            case Map.Entry<?, ?> entry ->
                    shown(entry.getKey(), depth) + "=" + shown(entry.getValue(), depth);
            case Object sequence when isSequence(sequence) ->
                    shown(items(sequence), "[", "]", depth);
            default -> Text.shorten("" + value.toString(), SHOWN);
        };
    }

    private static String shown(Iterator<?> items, String begin, String end, int depth) {
        if (depth == SHOWN_DEPTH) {
            return begin + "…" + end;
        }
        var text = new StringBuilder(begin);
        for (var between = ""; items.hasNext() && text.length() <= SHOWN; between = ", ") {
            text.append(between).append(shown(items.next(), depth + 1));
        }
        return Text.shorten(text.append(end).toString(), SHOWN);
    }
}
