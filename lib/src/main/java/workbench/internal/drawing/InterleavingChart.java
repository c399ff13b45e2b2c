package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.util.List;
import java.util.stream.IntStream;
import workbench.internal.text.Interleaving;
import workbench.internal.text.Interleaving.Step;

/**
 * Draws an interleaving as a timeline from top to bottom: a column for each thread, a row for each
 * step, a bar where a thread has its turn, and a dashed line to the thread that goes on.
 */
final class InterleavingChart {
    private static final double BAR_WIDTH = 9, TEXT = 16, INDENT = 12, GAP = 6;

    private final Interleaving interleaving;
    private final double column;
    private final List<List<String>> labels;
    private final double[] tops;

    static Picture draw(String title, Interleaving interleaving) {
        return new InterleavingChart(interleaving).draw(title);
    }

    private InterleavingChart(Interleaving interleaving) {
        this.interleaving = interleaving;
        column = (WIDTH - 2 * MARGIN) / Math.max(1.0, interleaving.threads().size());
        labels =
                interleaving.steps().stream()
                        .map(step -> wrap(step.what(), PLAIN, column - indent(step) - 12))
                        .toList();
        tops = new double[labels.size() + 1];
        for (int i = 0; i < labels.size(); i++) {
            tops[i + 1] = tops[i] + labels.get(i).size() * lineHeight(PLAIN) + GAP;
        }
    }

    /** How far a step's text stands from the left edge of its column; no depth takes all. */
    private static double indent(Step step) {
        return TEXT + Math.min(step.depth(), 5) * INDENT;
    }

    private double left(int thread) {
        return MARGIN + thread * column;
    }

    private Picture draw(String title) {
        double head = titleHeight(title) + 26;
        var sheet = new Sheet(head + tops[labels.size()] + MARGIN);
        sheet.title(title);
        for (int thread = 0; thread < interleaving.threads().size(); thread++) {
            double x = left(thread) + BAR_WIDTH / 2;
            sheet.text(interleaving.threads().get(thread), left(thread), head - 10, BOLD, INK, 0);
            sheet.line(x, head, x, head + tops[labels.size()], DOTTED, SOFT);
        }
        IntStream.range(0, labels.size()).forEach(i -> step(sheet, head, i));
        return sheet.picture("Interleaving of " + title + ". " + interleaving.words());
    }

    private void step(Sheet sheet, double head, int i) {
        var step = interleaving.steps().get(i);
        double left = left(step.thread()), top = head + tops[i], high = tops[i + 1] - tops[i];
        if (i > 0 && interleaving.steps().get(i - 1).thread() != step.thread()) {
            double from = left(interleaving.steps().get(i - 1).thread()) + BAR_WIDTH / 2;
            sheet.line(from, top, left + BAR_WIDTH / 2, top, DASHED, RED);
        }
        // A little longer, so that the bars of one turn are one bar.
        sheet.fill(rectangle(left, top, BAR_WIDTH, high + .5), BLUE);
        sheet.block(labels.get(i), left + indent(step), top + high / 2, PLAIN, INK, 0);
    }
}
