package workbench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What JMH measured, as its output has it: the table at its end, and above it a line for each
 * iteration that counted. Immutable.
 *
 * @param scores a line of that table each, in their order
 */
public record Benchmarks(List<Score> scores) {

    /**
     * One benchmark's result.
     *
     * @param name the method
     * @param mode JMH's word for how it was measured: avgt for the average time of a call, ss for
     *     the time of a single one
     * @param samples of how many samples it was made
     * @param score the mean of these
     * @param median of the iterations of all forks: the middle one, or the mean of the two middle
     *     ones; NaN if the output has none
     * @param error half of the width of JMH's interval of confidence of 99.9 %; NaN if it gives
     *     none
     * @param unit such as ns/op
     */
    public record Score(
            String name,
            String mode,
            int samples,
            double score,
            double median,
            double error,
            String unit) {}

    /** "Hash.kept avgt 5 134.1 ± 1.2 ns/op"; of one sample, there is neither 5 nor ± 1.2. */
    private static final Pattern LINE =
            Pattern.compile(
                    "^\\S*\\.(\\w+) +(\\w+) +(?:(\\d+) +)?(≈ \\S+|[\\d.,]+)(?: +± +([\\d.,]+))?"
                            + " +(\\S+/op|ops/\\S+)$",
                    Pattern.MULTILINE);

    /** "# Benchmark: program.Hash.kept", and in the lines below "Iteration 1: 134.1 ns/op". */
    private static final Pattern ITERATION =
            Pattern.compile(
                    "^(?:# Benchmark: \\S*\\.(\\w+)|Iteration +\\d+: (≈ \\S+|[\\d.,]+) .*)$",
                    Pattern.MULTILINE);

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public Benchmarks {
        scores = List.copyOf(scores);
    }

    /**
     * Reads what a run of JMH has printed.
     *
     * @throws IllegalStateException if the run did not end well, or there is no score in its output
     */
    public static Benchmarks of(Program.Run run) {
        return of(run.orFail().output());
    }

    static Benchmarks of(String output) {
        int table = output.lastIndexOf("\nBenchmark ");
        var lines = table < 0 ? "" : output.substring(table).replace("\r", "");
        var medians = medians(output.replace("\r", ""));
        var scores = LINE.matcher(lines).results().map(line -> score(line, medians)).toList();
        if (scores.isEmpty()) {
            throw new IllegalStateException(
                    "JMH printed no score: does a method have the annotation @Benchmark?");
        }
        return new Benchmarks(scores);
    }

    private static Map<String, Double> medians(String output) {
        var times = new HashMap<String, List<Double>>();
        var found = ITERATION.matcher(output);
        for (var name = ""; found.find(); ) {
            if (found.group(1) != null) {
                name = found.group(1);
            } else {
                times.computeIfAbsent(name, any -> new ArrayList<>()).add(number(found.group(2)));
            }
        }
        var medians = new HashMap<String, Double>();
        times.forEach((name, all) -> medians.put(name, median(all)));
        return medians;
    }

    private static double median(List<Double> times) {
        var sorted = times.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static Score score(MatchResult line, Map<String, Double> medians) {
        return new Score(
                line.group(1),
                line.group(2),
                line.group(3) == null ? 1 : Integer.parseInt(line.group(3)),
                number(line.group(4)),
                medians.getOrDefault(line.group(1), Double.NaN),
                line.group(5) == null ? Double.NaN : number(line.group(5)),
                line.group(6));
    }

    /** JMH writes what is next to nothing as "≈ 10⁻³", with the machine's own decimal point. */
    private static double number(String text) {
        if (!text.startsWith("≈")) {
            return Double.parseDouble(text.replace(',', '.'));
        }
        int minus = text.indexOf('⁻');
        if (minus < 0) {
            return 0;
        }
        int exponent = 0;
        for (char digit : text.substring(minus + 1).toCharArray()) {
            exponent = 10 * exponent + SUPERSCRIPTS.indexOf(digit);
        }
        return Math.pow(10, -exponent);
    }

    /**
     * The score of one benchmark, in the unit that the benchmark names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public double score(String name) {
        return find(name).score();
    }

    /**
     * The median of one benchmark's iterations, in the unit that the benchmark names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public double median(String name) {
        return find(name).median();
    }

    private Score find(String name) {
        return scores.stream()
                .filter(score -> score.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no benchmark \""
                                        + name
                                        + "\"; there is "
                                        + scores.stream().map(Score::name).toList()
                                        + "."));
    }

    /**
     * The scores of several runs in one table, a row each; an error that JMH does not give is left
     * out.
     */
    public static Table table(String title, Benchmarks... runs) {
        var rows = new ArrayList<Score>();
        Arrays.stream(runs).forEach(run -> rows.addAll(run.scores));
        return Table.create(
                title,
                text("Benchmark", rows.stream().map(Score::name)),
                text("Mode", rows.stream().map(Score::mode)),
                IntColumn.create("Samples", rows.stream().mapToInt(Score::samples).toArray()),
                DoubleColumn.create("Mean", rows.stream().mapToDouble(Score::score).toArray()),
                DoubleColumn.create("Median", rows.stream().mapToDouble(Score::median).toArray()),
                DoubleColumn.create("± 99.9 %", rows.stream().mapToDouble(Score::error).toArray()),
                text("Unit", rows.stream().map(Score::unit)));
    }

    private static StringColumn text(String heading, Stream<String> values) {
        return StringColumn.create(heading, values.toList());
    }
}
