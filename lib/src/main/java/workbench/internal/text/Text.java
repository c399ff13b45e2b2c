package workbench.internal.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.BreakIterator;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** Numbers, times and lists as words: the same everywhere, whatever the machine's language. */
public final class Text {
    /** Numbers from here on are written with a power of ten: their zeros say nothing. */
    private static final double LARGE = 1e15;

    /** The same for numbers nearer to zero than this. */
    private static final double TINY = 1e-9;

    private Text() {}

    /** A time in the unit that suits it, to three significant digits: 850 ns, 12.3 µs, 1.01 s. */
    public static String time(Duration time) {
        return time(nanos(time));
    }

    /** A time in nanoseconds, as {@link #time(Duration)} has it. */
    public static String time(double nanos) {
        return inItsUnit(nanos, number -> number(number, 3));
    }

    /** A time in nanoseconds, without zeros at its end: 5 ms. */
    public static String tidyTime(double nanos) {
        return inItsUnit(nanos, Text::tidy);
    }

    private static String inItsUnit(double nanos, DoubleFunction<String> text) {
        double whole = Math.floor(nanos + .5);
        if (whole < 999.5) {
            return text.apply(whole) + " ns";
        }
        if (whole < 999.5e3) {
            return text.apply(whole / 1e3) + " µs";
        }
        if (whole < 999.5e6) {
            return text.apply(whole / 1e6) + " ms";
        }
        return text.apply(whole / 1e9) + " s";
    }

    /** A time in nanoseconds; exact up to a hundred days, and of any length. */
    public static double nanos(Duration time) {
        return time.getSeconds() * 1e9 + time.getNano();
    }

    /**
     * A number to so many significant digits (no digit before the point is dropped): 0.500, 1,234;
     * very large and very small ones as 1.00e20.
     */
    public static String number(double number, int digits) {
        if (number == 0) {
            return "0";
        }
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        if (needsPower(number)) {
            return power(number, digits, false);
        }
        return grouped(rounded(number, digits));
    }

    /** A number without zeros at its end: 12, 0.5, 1,000; very large and small ones as 2.5e20. */
    public static String plain(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        boolean whole = number == Math.rint(number) && !needsPower(number);
        return whole ? grouped(new BigDecimal(number)) : tidy(number);
    }

    private static String tidy(double number) {
        return needsPower(number) ? power(number, 3, true) : tidy(rounded(number, 3));
    }

    private static String power(double number, int digits, boolean tidy) {
        var rounded = new BigDecimal(number).round(new MathContext(digits));
        int exponent = rounded.precision() - rounded.scale() - 1;
        var factor = rounded.movePointLeft(exponent).setScale(digits - 1, RoundingMode.HALF_UP);
        return (tidy ? tidy(factor) : grouped(factor)) + "e" + exponent;
    }

    /** A number with up to 15 digits and a power of ten: 1.00000000002e20. */
    public static String precise(double number) {
        return power(number, 15, true);
    }

    private static boolean needsPower(double number) {
        return number != 0 && (Math.abs(number) >= LARGE || Math.abs(number) < TINY);
    }

    private static BigDecimal rounded(double number, int digits) {
        var exact = new BigDecimal(number);
        var rounded = exact.round(new MathContext(digits));
        int decimals = Math.max(0, digits - (rounded.precision() - rounded.scale()));
        return (decimals == 0 ? exact : rounded).setScale(decimals, RoundingMode.HALF_UP);
    }

    private static String tidy(BigDecimal number) {
        return grouped(number.stripTrailingZeros());
    }

    private static String grouped(BigDecimal number) {
        return String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number);
    }

    /** "a", "a and b", "a, b and c". */
    public static String list(List<String> items) {
        return items.size() < 2
                ? String.join("", items)
                : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }

    /**
     * Sentences, each on lines of its own of at most 100 characters, where words allow it: what is
     * longer would be broken within a word in the middle of JupyterLab's page. All lines but the
     * first are indented.
     */
    public static String lines(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> sentence.replaceAll("(.{1,98})(?: |$)", "$1\n").strip())
                .collect(Collectors.joining("\n"))
                .replace("\n", "\n  ");
    }

    /** The text with a question mark for each control character, as one that comes from afar. */
    public static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    /** The text, escaped for HTML's content and for a quoted attribute. */
    public static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * At most so many characters (Java's), with "…" where something was cut. What a reader takes
     * for one sign, an emoji of several code points, say, is kept whole or left out.
     */
    public static String shorten(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var signs = BreakIterator.getCharacterInstance(Locale.ROOT);
        // The sign at the cut is looked at, and not a text of any length behind it.
        signs.setText(text.substring(0, Math.min(text.length(), most + 64)));
        int end = signs.isBoundary(most - 1) ? most - 1 : signs.preceding(most - 1);
        return text.substring(0, end) + "…";
    }

    /** A capital letter before, a full stop behind. */
    public static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var start = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? start : start + ".";
    }

    /** "1 task", "1,200 tasks". */
    public static String count(int number, String noun) {
        return String.format(Locale.ROOT, "%,d ", number) + noun + (number == 1 ? "" : "s");
    }
}
