package workbench.internal.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers, times and lists as words: the same everywhere, whatever the machine's language. */
public final class Text {

    private Text() {}

    /** A time in the unit that suits it, to three significant digits: 850 ns, 12.3 µs, 1.01 s. */
    public static String time(Duration time) {
        double nanos = time.toNanos();
        if (nanos < 999.5) {
            return number(nanos, 3) + " ns";
        }
        if (nanos < 999.5e3) {
            return number(nanos / 1e3, 3) + " µs";
        }
        return nanos < 999.5e6 ? number(nanos / 1e6, 3) + " ms" : number(nanos / 1e9, 3) + " s";
    }

    /** A number to so many significant digits (no digit before the point is dropped). */
    public static String number(double number, int digits) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0" : Double.toString(number);
        }
        var rounded = new BigDecimal(number).round(new MathContext(digits));
        var decimals = Math.max(0, digits - (rounded.precision() - rounded.scale()));
        return String.format(
                Locale.ROOT,
                "%,." + decimals + "f",
                decimals == 0 ? new BigDecimal(number) : rounded);
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

    /** The text, escaped for HTML's content and for a quoted attribute. */
    public static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** At most so many characters, with "…" where something was cut. */
    public static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** A capital letter before, a full stop behind. */
    public static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var start = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? start : start + ".";
    }

    /** A number without zeros at its end: 12, 0.5, 1,000. */
    public static String plain(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,.0f", number)
                : number(number, 3).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }

    /** A time in nanoseconds, without zeros at its end: 5 ms. */
    public static String tidyTime(double nanos) {
        return time(nanos).replaceAll("(\\.\\d*?)0+ ", "$1 ").replace(". ", " ");
    }

    /** A time in nanoseconds, as {@link #time(Duration)} has it. */
    public static String time(double nanos) {
        return time(Duration.ofNanos(Math.round(nanos)));
    }

    /** "1 task", "1,200 tasks". */
    public static String count(int number, String noun) {
        return String.format(Locale.ROOT, "%,d ", number) + noun + (number == 1 ? "" : "s");
    }
}
