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
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import workbench.internal.text.Text;

/**
 * What an {@link Experiment} measured: for each version the times of its samples, and its result.
 * Immutable, as far as the versions' own results are; safe for use by several threads. A name that
 * is none of the versions' is refused with an {@link IllegalArgumentException} that lists them.
 */
public final class Results {

    /** So often, at most, is any difference called clear in an experiment of equal versions. */
    private static final double ERROR = 0.05;

    /** Medians that differ by less than this ratio are not worth a word. */
    private static final double EFFECT = 1.05;

    /** Fewer samples than this say too little about what a version takes otherwise. */
    private static final int FEWEST = 5;

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
        return median(samples(name));
    }

    static Duration median(List<Duration> times) {
        var sorted = times.stream().sorted().toList();
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

    /**
     * A row for each version: median, fastest and slowest sample in milliseconds, and how many
     * times as fast as the first version it was, by the medians.
     */
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
     * Who was faster, in a few sentences that are true whichever way it came out: each version
     * against the first one, and the fastest against the others. Lines are at most 100 characters
     * long, where words allow it.
     *
     * <p>Two versions differ clearly when their medians differ by 5 % or more, and so many samples
     * of the faster one lie below every sample of the slower one that, were all versions equal,
     * chance would do this to any pair of the experiment in at most 5 of 100 experiments. With the
     * samples that an {@link Experiment} takes by default, these are all samples of the faster one
     * but one, so that a single noisy one does no harm. With fewer they are all of them, for which
     * five samples of each suffice for up to four versions, and six for up to seven. With fewer
     * still, it says that they allow no verdict.
     *
     * <p>This is the precedence test (L. S. Nelson, "Tables for a Precedence Life Test",
     * Technometrics 5, 1963, pages 491 to 499), two-sided and exact, whatever the times'
     * distribution; the 5 % are divided by the number of pairs (Bonferroni). What slows a whole
     * round of interleaved samples makes it name fewer differences, not more.
     */
    public String verdict() {
        return Text.lines(sentences());
    }

    /**
     * The fewest samples of each of so many versions that allow a verdict although so many of the
     * faster one are late; five or more.
     */
    static int enough(int versions, int late) {
        int count = FEWEST;
        while (chance(late, count, count) * pairs(versions) > ERROR) {
            count++;
        }
        return count;
    }

    private List<String> sentences() {
        var ranked = names().stream().sorted(Comparator.comparing(this::median)).toList();
        var best = ranked.getFirst();
        int fewest = samples.values().stream().mapToInt(List::size).min().getAsInt();
        if (ranked.size() == 1) {
            return List.of(
                    best
                            + " took "
                            + Text.time(median(best))
                            + (fewest == 1 ? " (one sample)." : " (median of " + fewest + ")."));
        }
        int enough = enough(ranked.size(), 0);
        if (fewest < enough) {
            return List.of(
                    Text.count(fewest, "sample")
                            + " of each "
                            + (fewest == 1 ? "allows" : "allow")
                            + " no verdict on "
                            + ranked.size()
                            + " versions: it takes "
                            + enough
                            + ".",
                    "Lowest median: " + best + ", " + Text.time(median(best)) + ".");
        }
        return ranked.size() == 2
                ? List.of(ofTwo(best, ranked.getLast(), fewest))
                : ofSeveral(ranked);
    }

    private String ofTwo(String best, String other, int count) {
        var medians = Text.time(median(best)) + " against " + Text.time(median(other));
        return isClearlyFaster(best, other)
                ? "Clearly faster than "
                        + other
                        + ": "
                        + best
                        + ", "
                        + times(ratio(best, other))
                        + " as fast ("
                        + medians
                        + ", medians of "
                        + count
                        + ")."
                : "No clear difference between "
                        + Text.list(names())
                        + " ("
                        + Text.time(median(names().getFirst()))
                        + " and "
                        + Text.time(median(names().getLast()))
                        + ", medians of "
                        + count
                        + ").";
    }

    private List<String> ofSeveral(List<String> ranked) {
        var first = names().getFirst();
        var best = ranked.getFirst();
        var faster = filter(ranked, name -> isClearlyFaster(name, first));
        var slower = filter(ranked, name -> isClearlyFaster(first, name));
        var leaders = filter(ranked, name -> !isClearlyFaster(best, name));
        var sentences = new ArrayList<String>();
        if (!faster.isEmpty()) {
            sentences.add(
                    "Clearly faster than "
                            + first
                            + ": "
                            + each(faster, name -> ratio(name, first), " as fast"));
        }
        if (!slower.isEmpty()) {
            sentences.add(
                    "Clearly slower than "
                            + first
                            + ": "
                            + each(slower, name -> ratio(first, name), " as long"));
        }
        // Those that are slower than the first have been named.
        var others = filter(ranked, name -> !name.equals(first) && !slower.contains(name));
        sentences.addAll(ofTheBest(best, leaders, others));
        // Of these pairs, some have been named.
        var said = areAlike(leaders) || best.equals(first) ? leaders : List.of(best);
        var rest =
                filter(
                        ranked,
                        name ->
                                !faster.contains(name)
                                        && !slower.contains(name)
                                        && (name.equals(first)
                                                || !leaders.contains(first)
                                                || !said.contains(name)));
        if (rest.size() > 1) {
            sentences.add(alike(first, rest) + ".");
        }
        return sentences;
    }

    /** Which of the others the best ones are clearly ahead of. */
    private List<String> ofTheBest(String best, List<String> leaders, List<String> others) {
        var behindAll =
                filter(
                        others,
                        name -> leaders.stream().allMatch(ahead -> isClearlyFaster(ahead, name)));
        var sentences = new ArrayList<String>();
        if (leaders.size() > 1) {
            sentences.add(
                    alike(best, leaders)
                            + (behindAll.isEmpty()
                                    ? "."
                                    : "; each of them is clearly faster than "
                                            + Text.list(behindAll)
                                            + "."));
        } else if (!best.equals(names().getFirst())) {
            sentences.add("Clearly the fastest of all: " + best + ".");
        }
        var behind = filter(others, name -> !leaders.contains(name) && !behindAll.contains(name));
        // Those of which the same ones are ahead stand in one sentence.
        var ahead = new LinkedHashMap<String, List<String>>();
        for (var name : behind) {
            var those = filter(leaders, one -> isClearlyFaster(one, name));
            ahead.computeIfAbsent(Text.list(those), each -> new ArrayList<>()).add(name);
        }
        ahead.forEach((those, names) ->
                sentences.add("Clearly faster than " + Text.list(names) + ": " + those + "."));
        return sentences;
    }

    private static List<String> filter(List<String> names, Predicate<String> predicate) {
        return names.stream().filter(predicate).toList();
    }

    /** That one differs clearly from none of the others; these may differ from each other. */
    private String alike(String one, List<String> all) {
        var inOrder = names().stream().filter(all::contains).toList();
        return "No clear difference between "
                + (areAlike(all)
                        ? Text.list(inOrder)
                        : inOrder.stream()
                                .filter(name -> !name.equals(one))
                                .map(name -> one + " and " + name)
                                .collect(Collectors.joining(", nor between ")));
    }

    private boolean areAlike(List<String> all) {
        return all.stream()
                .noneMatch(name -> all.stream().anyMatch(other -> isClearlyFaster(name, other)));
    }

    private static String each(List<String> names, ToDoubleFunction<String> ratio, String asWhat) {
        return names.stream()
                        .map(name ->
                                name
                                        + " ("
                                        + times(ratio.applyAsDouble(name))
                                        + (name.equals(names.getFirst()) ? asWhat : "")
                                        + ")")
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String times(double ratio) {
        return Text.number(ratio, ratio < 1.1 ? 3 : 2) + " times";
    }

    /** Whether the verdict calls one version faster than the other: see {@link #verdict()}. */
    boolean isClearlyFaster(String name, String than) {
        var limit = fastest(than);
        int late = (int) samples(name).stream().filter(time -> time.compareTo(limit) >= 0).count();
        return chance(late, samples(name).size(), samples(than).size()) * pairs(samples.size())
                        <= ERROR
                && median(than).toNanos() >= EFFECT * median(name).toNanos();
    }

    /**
     * How probable it is that, of two equal versions, all but so many samples of one lie below
     * every sample of the other, be it the one or the other: twice C(m + late, late) of the C(n +
     * m, n) orders in which n samples and m samples can come.
     */
    private static double chance(int late, int n, int m) {
        double chance = 2;
        for (int i = late + 1; i <= n; i++) {
            chance *= i / (double) (m + i);
        }
        return chance;
    }

    private static int pairs(int versions) {
        return versions * (versions - 1) / 2;
    }

    /**
     * How many times as fast as another version one was, by the medians: 2 where it took half the
     * time. It says nothing about chance; {@link #verdict()} does.
     */
    public double timesAsFast(String name, String as) {
        return ratio(name, as);
    }

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
