package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import workbench.internal.text.Text;

/**
 * What an {@link Experiment} measured: for each version the times of its samples, and its result.
 * Immutable, as far as the versions' own results are; safe for use by several threads.
 */
public final class Results {

    /** Fewer samples than this a side, and even two sets that lie apart may do so by chance. */
    private static final int ENOUGH = 3;

    private final String title;
    private final Map<String, List<Duration>> samples;
    private final Map<String, Object> values;

    /**
     * Takes the samples in the order in which they were measured, each version's name once.
     *
     * @throws IllegalArgumentException if there is no version, or one without a sample
     */
    public Results(String title, Map<String, List<Duration>> samples, Map<String, ?> values) {
        if (samples.isEmpty() || samples.values().stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("Results need a version, and a sample of each.");
        }
        this.title = title;
        var copy = new LinkedHashMap<String, List<Duration>>();
        samples.forEach((name, times) -> copy.put(name, List.copyOf(times)));
        this.samples = Collections.unmodifiableMap(copy);
        this.values = new LinkedHashMap<>(values);
    }

    /** What was measured, as the experiment was named. */
    public String title() {
        return title;
    }

    /** The versions' names, in the order in which they were given. */
    public List<String> names() {
        return List.copyOf(samples.keySet());
    }

    /** The times of one version's samples, in the order in which they were measured. */
    public List<Duration> samples(String name) {
        var times = samples.get(name);
        if (times == null) {
            throw new IllegalArgumentException(
                    "There is no version \""
                            + name
                            + "\" in \""
                            + title
                            + "\"; there is "
                            + Text.list(names())
                            + ".");
        }
        return times;
    }

    /** The middle sample; of an even number of samples, half-way between the middle two. */
    public Duration median(String name) {
        var sorted = samples(name).stream().sorted().toList();
        var upper = sorted.get(sorted.size() / 2);
        var lower = sorted.get((sorted.size() - 1) / 2);
        return lower.plus(upper).dividedBy(2);
    }

    /** The fastest sample. */
    public Duration fastest(String name) {
        return Collections.min(samples(name));
    }

    /** The slowest sample. */
    public Duration slowest(String name) {
        return Collections.max(samples(name));
    }

    /** What the first version gave, and so, since results are compared, all of them. */
    public Object value() {
        return values.get(names().getFirst());
    }

    /** What one version gave in its first run. */
    public Object value(String name) {
        samples(name);
        return values.get(name);
    }

    /** A row for each version: median, fastest and slowest in milliseconds, and the ratio. */
    public Table table() {
        var first = names().getFirst();
        return Table.create(
                title,
                StringColumn.create("Version", names()),
                column("Median [ms]", name -> millis(median(name))),
                column("Fastest [ms]", name -> millis(fastest(name))),
                column("Slowest [ms]", name -> millis(slowest(name))),
                column("Times as fast as " + first, name -> ratio(name, first)));
    }

    private DoubleColumn column(String heading, Function<String, Double> value) {
        var column = DoubleColumn.create(heading, names().stream().map(value).toList());
        column.setPrintFormatter(
                new NumberColumnFormatter() {
                    @Override
                    public String format(double number) {
                        return Text.number(number, 3);
                    }
                });
        return column;
    }

    /**
     * Who was faster, in one sentence or two, true whichever way it came out. Long ones are broken
     * between words.
     *
     * <p>Two versions differ clearly when the slowest sample of one is below the fastest of the
     * other. Were both equally fast, five samples each would lie apart like that by chance in fewer
     * than 1 of 100 experiments (2 of the 252 ways to mix them), three samples each in 10. With
     * fewer than three, it calls no difference clear.
     */
    public String verdict() {
        return Text.lines(sentences());
    }

    private List<String> sentences() {
        var ranked = names().stream().sorted(Comparator.comparing(this::median)).toList();
        var best = ranked.getFirst();
        if (ranked.size() == 1) {
            return List.of(best + " took " + Text.time(median(best)) + " (" + howMany() + ").");
        }
        if (samples.values().stream().anyMatch(times -> times.size() < ENOUGH)) {
            return List.of(
                    "Too few samples to tell. Fastest by the median: "
                            + best
                            + ", but "
                            + ENOUGH
                            + " samples of each are the least that can show a clear difference.");
        }
        var behind = ranked.stream().filter(name -> isClearlyFaster(best, name)).toList();
        var ahead = ranked.stream().filter(name -> !behind.contains(name)).toList();
        if (behind.isEmpty()) {
            return List.of("No clear difference: the times of " + Text.list(names()) + " overlap.");
        }
        // The ratio is to the first version, where that is among the clearly slower ones.
        var first = names().getFirst();
        var other = behind.contains(first) ? first : behind.getFirst();
        var ratio = ratio(best, other);
        var times = Text.number(ratio, ratio < 1.1 ? 3 : 2) + " times as fast";
        var medians =
                " ("
                        + Text.time(median(best))
                        + " against "
                        + Text.time(median(other))
                        + ", "
                        + howMany()
                        + ").";
        return ahead.size() == 1
                ? List.of("Clearly the fastest: " + best + ", " + times + " as " + other + medians)
                : List.of(
                        "No clear difference between " + Text.list(ahead) + ".",
                        "Clearly faster than " + other + ": " + best + ", " + times + medians);
    }

    /** Whether every sample of one version is below every sample of the other. */
    boolean isClearlyFaster(String name, String than) {
        return slowest(name).compareTo(fastest(than)) < 0;
    }

    private String howMany() {
        var count = samples.values().iterator().next().size();
        return count == 1 ? "one sample" : "medians of " + count;
    }

    /** How many times as fast as the other a version was, by the medians. */
    private double ratio(String name, String other) {
        return median(other).toNanos() / (double) Math.max(1, median(name).toNanos());
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    /** The {@link #verdict()} under a line for each version. */
    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        lines.add(title);
        for (var name : names()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %-24s %10s  (%s to %s)",
                            name,
                            Text.time(median(name)),
                            Text.time(fastest(name)),
                            Text.time(slowest(name))));
        }
        lines.add(verdict());
        return String.join("\n", lines);
    }
}
