package workbench.internal.text;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares two results to the bottom, and says briefly where they part. */
public final class Difference {

    private Difference() {}

    /**
     * How the actual result differs from the expected one, as "… instead of …"; null if it does
     * not. Lists and arrays are compared item by item (a list may equal an array), maps key by key,
     * texts by their characters, numbers with their type, anything else by its equals.
     */
    public static String between(Object expected, Object actual) {
        if (Objects.equals(expected, actual)) {
            return null;
        }
        var expectedItems = items(expected);
        var actualItems = items(actual);
        if (expectedItems != null && actualItems != null) {
            return betweenItems(expectedItems, actualItems);
        }
        return switch (expected) {
            case Map<?, ?> map when actual instanceof Map<?, ?> other -> betweenMaps(map, other);
            case Set<?> set when actual instanceof Set<?> other -> betweenSets(set, other);
            case Optional<?> one
                    when actual instanceof Optional<?> other
                            && one.isPresent()
                            && other.isPresent() ->
                    between(one.get(), other.get());
            case CharSequence text
                    when actual instanceof CharSequence other
                            && CharSequence.compare(text, other) == 0 ->
                    null;
            case null, default ->
                    show(actual)
                            + " instead of "
                            + show(expected)
                            + (show(actual).equals(show(expected)) ? kinds(expected, actual) : "");
        };
    }

    /** For two that look the same in print: 1 and 1L. */
    private static String kinds(Object expected, Object actual) {
        return " ("
                + (actual == null ? "null" : actual.getClass().getSimpleName())
                + " instead of "
                + (expected == null ? "null" : expected.getClass().getSimpleName())
                + ")";
    }

    private static String betweenItems(List<?> expected, List<?> actual) {
        var sizes =
                expected.size() == actual.size()
                        ? ""
                        : count(actual.size()) + " instead of " + count(expected.size());
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            var inner = between(expected.get(i), actual.get(i));
            if (inner != null) {
                return (sizes.isEmpty() ? "" : sizes + "; ")
                        + "first difference at index "
                        + i
                        + ": "
                        + inner;
            }
        }
        return sizes.isEmpty() ? null : sizes;
    }

    private static String betweenMaps(Map<?, ?> expected, Map<?, ?> actual) {
        var keys = betweenSets(expected.keySet(), actual.keySet());
        if (keys != null) {
            return "keys: " + keys;
        }
        for (var key : expected.keySet()) {
            var inner = between(expected.get(key), actual.get(key));
            if (inner != null) {
                return "at key " + show(key) + ": " + inner;
            }
        }
        return null;
    }

    private static String betweenSets(Set<?> expected, Set<?> actual) {
        var missing = new LinkedHashSet<Object>(expected);
        missing.removeAll(actual);
        var extra = new LinkedHashSet<Object>(actual);
        extra.removeAll(expected);
        return missing.isEmpty() && extra.isEmpty()
                ? null
                : Stream.of(some("missing: ", missing), some("too much: ", extra))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
    }

    /** The first three of them. */
    private static String some(String title, Set<?> items) {
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

    private static String count(int items) {
        return items == 1 ? "1 item" : items + " items";
    }

    private static List<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value == null || !value.getClass().isArray()) {
            return null;
        }
        var items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            items.add(Array.get(value, i));
        }
        return items;
    }

    /** A value in few characters. */
    static String show(Object value) {
        return switch (value) {
            case null -> "null";
            case CharSequence text -> "\"" + Text.shorten(text.toString(), 60) + "\"";
            // Writing out a long number takes longer than computing it.
            case BigInteger number when number.bitLength() > 200 ->
                    "a number of " + number.bitLength() + " bits";
            case Object array when array.getClass().isArray() -> {
                var text = Arrays.deepToString(new Object[] {array});
                yield Text.shorten(text.substring(1, text.length() - 1), 60);
            }
            default -> Text.shorten(value.toString(), 60);
        };
    }
}
