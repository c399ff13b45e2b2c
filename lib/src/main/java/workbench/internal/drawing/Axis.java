package workbench.internal.drawing;

import java.util.Arrays;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import workbench.internal.text.Text;

/** An axis: its title with the unit, its range, and what is written where. */
record Axis(String title, double min, double max, boolean log, SequencedMap<Double, String> ticks) {
    /** A range of more than this factor is drawn on a logarithmic axis. */
    private static final double WIDE = 15;

    /** Where a value stands, 0 to 1. */
    double at(double value) {
        return log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    }

    /** Linear, or logarithmic where the values lie far apart. */
    static Axis of(String title, double[] values) {
        double min = Arrays.stream(values).min().orElse(0);
        double max = Arrays.stream(values).max().orElse(1);
        if (min > 0 && max / min >= WIDE) {
            return logarithmic(title, min, max, Text::plain);
        }
        double room = max > min ? (max - min) * .04 : Math.max(1, Math.abs(max) * .1);
        // Zero belongs to a scale that is not far from it.
        boolean fromZero = min >= 0 && min < max * .7;
        // A point on the frame itself would be cut in half.
        return linear(title, fromZero && min > 0 ? 0 : min - room, max + room, 1, 7);
    }

    /** An axis for times in nanoseconds. */
    static Axis time(double[] nanos) {
        double min = Math.max(1, Arrays.stream(nanos).min().orElse(1));
        double max = Math.max(1, Arrays.stream(nanos).max().orElse(1));
        return max / min >= WIDE
                ? logarithmic("time", min, max, Text::tidyTime)
                : time(0, max * 1.06, 7);
    }

    /** A linear axis for times from min to max nanoseconds, with at most about so many ticks. */
    static Axis time(double min, double max, int most) {
        double unit = max >= 1e9 ? 1e9 : max >= 1e6 ? 1e6 : max >= 1e3 ? 1e3 : 1;
        var name = unit == 1e9 ? "s" : unit == 1e6 ? "ms" : unit == 1e3 ? "µs" : "ns";
        return linear("time [" + name + "]", min, max, unit, most);
    }

    /** Ticks at 1, 2 or 5 times a power of ten of the unit, at most about so many. */
    static Axis linear(String title, double min, double max, double unit, int most) {
        double rough = (max - min) / unit / most, ten = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = ten * (rough <= ten ? 1 : rough <= 2 * ten ? 2 : rough <= 5 * ten ? 5 : 10);
        var ticks = new TreeMap<Double, String>();
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        for (long i = (long) Math.ceil(min / unit / step - 1e-9); i * step * unit <= max; i++) {
            ticks.put(
                    i * step * unit,
                    i == 0 ? "0" : String.format(Locale.ROOT, "%,." + decimals + "f", i * step));
        }
        return new Axis(title, min, max, false, ticks);
    }

    /** Ticks at 1, 2 and 5 times each power of ten, or at the powers alone where they are many. */
    static Axis logarithmic(String title, double min, double max, DoubleFunction<String> text) {
        double room = Math.pow(max / min, .04);
        var ticks = new TreeMap<Double, String>();
        for (double ten = Math.pow(10, Math.floor(Math.log10(min))); ten <= max * room; ten *= 10) {
            for (double tick :
                    max / min > 1000 ? new double[] {ten} : new double[] {ten, 2 * ten, 5 * ten}) {
                if (tick >= min / room && tick <= max * room) {
                    ticks.put(tick, text.apply(tick));
                }
            }
        }
        return new Axis(title, min / room, max * room, true, ticks);
    }
}
