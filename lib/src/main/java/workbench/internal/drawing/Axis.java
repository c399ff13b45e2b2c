package workbench.internal.drawing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import workbench.internal.text.Text;

/**
 * An axis: its title with the unit, its range, and what is written where. The factories take any
 * finite numbers up to {@link #MOST}, equal ones and zero too, and make a few dozen ticks at most.
 */
record Axis(String title, double min, double max, boolean log, SequencedMap<Double, String> ticks) {
    /** Numbers farther from zero are not drawn: their differences would not be finite. */
    static final double MOST = 1e300;

    /** Numbers nearer to zero are drawn at zero: their ratios would not be exact. */
    private static final double LEAST = 1e-290;

    /** Numbers that differ by a smaller part of theirs are drawn as one. */
    private static final double SAME = 1e-12;

    /** A range of more than this factor is drawn on a logarithmic axis. */
    private static final double WIDE = 15;

    /** Numbers with more digits behind the point are written with a power of ten. */
    private static final int DECIMALS = 9;

    /** A logarithmic axis goes on beyond its values by a factor of this at most. */
    private static final double MOST_ROOM = 1e5;

    /** More powers of ten than this are not all written. */
    private static final int POWERS = 20;

    /** More places than this are not all marked. */
    private static final int PLACES = 50;

    /** A unit of time and its length in nanoseconds. */
    private record Unit(String name, double nanos) {}

    private static final List<Unit> UNITS =
            List.of(
                    new Unit("s", 1e9),
                    new Unit("ms", 1e6),
                    new Unit("µs", 1e3),
                    new Unit("ns", 1));

    /** Where a value stands, 0 to 1. */
    double at(double value) {
        return log
                ? (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min))
                : (value - min) / (max - min);
    }

    /** Linear, or logarithmic where the values lie far apart. */
    static Axis of(String title, double[] values) {
        double min = noticeable(Arrays.stream(values).min().orElse(0));
        double max = noticeable(Arrays.stream(values).max().orElse(1));
        if (min > 0 && max / min >= WIDE) {
            return logarithmic(title, min, max, Text::plain);
        }
        boolean same = max - min <= Math.max(-min, max) * SAME;
        double room = same ? Math.max(1, Math.abs(max) * .1) : (max - min) * .04;
        // Zero belongs to a scale that is not far from it.
        boolean fromZero = min >= 0 && min < max * .7;
        // A point on the frame itself would be cut in half.
        return linear(title, fromZero && min > 0 ? 0 : min - room, max + room, 1, 7);
    }

    private static double noticeable(double value) {
        return Math.abs(value) < LEAST ? 0 : value;
    }

    /** An axis for times in nanoseconds; on a logarithmic one, less than 1 ns has no place. */
    static Axis time(double[] nanos) {
        double min = Math.max(1, Arrays.stream(nanos).min().orElse(1));
        double max = Math.max(1, Arrays.stream(nanos).max().orElse(1));
        return max / min >= WIDE
                ? logarithmic("time", min, max, Text::tidyTime)
                : time(max * 1.06, 7);
    }

    /** A linear axis for times from zero to max nanoseconds, with at most about so many ticks. */
    static Axis time(double max, int most) {
        var unit =
                UNITS.stream()
                        .filter(one -> max >= one.nanos())
                        .findFirst()
                        .orElse(UNITS.getLast());
        return linear("time [" + unit.name() + "]", 0, max, unit.nanos(), most);
    }

    /** Ticks at 1, 2 or 5 times a power of ten of the unit, at most about so many. */
    static Axis linear(String title, double min, double max, double unit, int most) {
        double step = step((max - min) / unit / most);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        boolean plain = decimals <= DECIMALS && Math.max(-min, max) / unit < 1e15;
        var ticks = new TreeMap<Double, String>();
        for (long i = (long) Math.ceil(min / unit / step - 1e-9); i * step * unit <= max; i++) {
            var text =
                    plain
                            ? String.format(Locale.ROOT, "%,." + decimals + "f", i * step)
                            : Text.precise(i * step);
            ticks.put(i * step * unit, i == 0 ? "0" : text);
        }
        return new Axis(title, min, max, false, ticks);
    }

    private static double step(double rough) {
        double ten = Math.pow(10, Math.floor(Math.log10(rough)));
        for (int factor : new int[] {1, 2, 5}) {
            if (rough <= factor * ten) {
                return factor * ten;
            }
        }
        return 10 * ten;
    }

    /** Ticks at 1, 2 and 5 times each power of ten, or at the powers alone where they are many. */
    static Axis logarithmic(String title, double min, double max, DoubleFunction<String> text) {
        double room = Math.min(MOST_ROOM, Math.pow(max / min, .04));
        double low = min / room, high = max * room;
        int first = (int) Math.floor(Math.log10(min)), last = (int) Math.floor(Math.log10(high));
        int each = 1 + (last - first) / POWERS;
        int[] factors = max / min > 1000 ? new int[] {1} : new int[] {1, 2, 5};
        var ticks = new TreeMap<Double, String>();
        for (int power = first; power <= last; power += each) {
            for (int factor : factors) {
                double tick = factor * Math.pow(10, power);
                if (tick >= low && tick <= high) {
                    ticks.put(tick, text.apply(tick));
                }
            }
        }
        return new Axis(title, low, high, true, ticks);
    }

    /** A linear axis with ticks at given places. */
    static Axis places(
            String title, double min, double max, double[] places, DoubleFunction<String> text) {
        return new Axis(title, min, max, false, new TreeMap<>()).withTicks(places, text);
    }

    /** The same axis with its ticks at given places, or at some of them where they are many. */
    Axis withTicks(double[] places, DoubleFunction<String> text) {
        var ticks = new TreeMap<Double, String>();
        int each = 1 + (places.length - 1) / PLACES;
        for (int i = 0; i < places.length; i += each) {
            ticks.put(places[i], text.apply(places[i]));
        }
        return new Axis(title, min, max, log, ticks);
    }

    /** The same axis without its words. */
    Axis silent() {
        var ticks = new TreeMap<Double, String>();
        ticks().keySet().forEach(tick -> ticks.put(tick, ""));
        return new Axis("", min, max, log, ticks);
    }
}
