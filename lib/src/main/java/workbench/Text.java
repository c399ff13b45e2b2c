package workbench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers, times and lists as words: the same everywhere, whatever the machine's language. */
final class Text {

    private Text() {}

    /** A time in the unit that suits it, to three significant digits: 850 ns, 12.3 µs, 1.01 s. */
    static String time(Duration time) {
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
    static String number(double number, int digits) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0" : Double.toString(number);
        }
        var rounded = new BigDecimal(number).round(new MathContext(digits));
        var decimals = Math.max(0, digits - (rounded.precision() - rounded.scale()));
        return String.format(Locale.ROOT, "%,." + decimals + "f",
                decimals == 0 ? new BigDecimal(number) : rounded);
    }

    /** "a", "a and b", "a, b and c". */
    static String list(List<String> items) {
        return items.size() < 2
                ? String.join("", items)
                : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }

    /**
     * Sentences, each on lines of its own of at most 100 characters, where words allow it: what is
     * longer would be broken within a word in the middle of JupyterLab's page. All lines but the
     * first are indented.
     */
    static String lines(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> sentence.replaceAll("(.{1,98})(?: |$)", "$1\n").strip())
                .collect(Collectors.joining("\n")).replace("\n", "\n  ");
    }

    /** The text, escaped for HTML's content and for a quoted attribute. */
    static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }

    /** At most so many characters, with "…" where something was cut. */
    static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** A capital letter before, a full stop behind. */
    static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var start = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? start : start + ".";
    }
}
