package workbench.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which thread did what, step by step, in the order that a model checker has found.
 *
 * @param threads their names, in the order of their columns
 * @param steps in the order in which they were done; empty if the checker has found nothing
 */
public record Interleaving(List<String> threads, List<Step> steps) {

    /**
     * A step of one thread.
     *
     * @param thread the place of its thread among the names
     * @param depth how many calls deep it was done
     */
    public record Step(int thread, int depth, String what) {}

    /** Lincheck's line above the table of all steps: a column for each thread. */
    private static final String TITLE = "Detailed trace:";

    /** Where in the source text a step stands: what is drawn shows the step itself. */
    private static final Pattern PLACE = Pattern.compile(" at [\\w.$<>]+\\([\\w.]+:\\d+\\)$");

    public Interleaving {
        threads = List.copyOf(threads);
        steps = List.copyOf(steps);
    }

    /** What Lincheck 3 has printed; if it has found nothing, there are no threads and no steps. */
    public static Interleaving of(String report) {
        int title = report.indexOf(TITLE);
        var rows =
                report.substring(title < 0 ? report.length() : title)
                        .lines()
                        .skip(1)
                        .dropWhile(line -> !line.startsWith("|"))
                        .takeWhile(line -> line.startsWith("|"))
                        .filter(line -> !line.matches("\\| -+ \\|"))
                        .toList();
        if (rows.isEmpty()) {
            return new Interleaving(List.of(), List.of());
        }
        var edges = edges(rows.getFirst());
        var threads = cells(rows.getFirst(), edges).stream().map(String::strip).toList();
        var steps = new ArrayList<Step>();
        for (var row : rows.subList(1, rows.size())) {
            var cells = cells(row, edges);
            for (int thread = 0; thread < cells.size(); thread++) {
                add(steps, thread, cells.get(thread));
            }
        }
        return new Interleaving(threads, steps);
    }

    private static List<Integer> edges(String header) {
        var edges = new ArrayList<Integer>();
        for (int at = header.indexOf('|'); at >= 0; at = header.indexOf('|', at + 1)) {
            edges.add(at);
        }
        return edges;
    }

    private static List<String> cells(String row, List<Integer> edges) {
        var cells = new ArrayList<String>();
        for (int i = 0; i + 1 < edges.size(); i++) {
            int end = Math.min(edges.get(i + 1), row.length());
            cells.add(row.substring(Math.min(edges.get(i) + 1, end), end).stripTrailing());
        }
        return cells;
    }

    /** That another thread goes on is to be seen: its step comes next. */
    private static void add(List<Step> steps, int thread, String cell) {
        var what = PLACE.matcher(cell.strip()).replaceFirst("");
        if (what.isEmpty() || what.startsWith("switch")) {
            return;
        }
        int indent = cell.length() - cell.stripLeading().length();
        steps.add(new Step(thread, Math.max(0, indent - 1) / 2, what));
    }

    /** The steps as sentences, each run of steps of one thread in one. */
    public String words() {
        var sentences = new ArrayList<String>();
        for (int from = 0, to; from < steps.size(); from = to) {
            to = from;
            int thread = steps.get(from).thread;
            while (to < steps.size() && steps.get(to).thread == thread) {
                to++;
            }
            sentences.add(
                    steps.subList(from, to).stream()
                            .map(Step::what)
                            .collect(Collectors.joining("; ", threads.get(thread) + ": ", ".")));
        }
        return String.join(" ", sentences);
    }
}
