package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import workbench.Results;
import workbench.internal.text.Text;

/**
 * Draws several comparisons on one axis: how many times as fast as the first version of its own
 * comparison each version was. A bar begins at 1 and goes to the right if the version was faster,
 * to the left if it was slower; the axis is logarithmic, so that both look alike.
 */
final class TimesAsFastChart {
    private static final double HEADING = 30;
    private static final double HALF = 7;

    /** A version; or, where the name is null, the heading of a comparison. */
    private record Row(Results of, String name, List<String> lines) {
        double height() {
            return name == null
                    ? Math.max(HEADING, lines.size() * lineHeight(BOLD) + 12)
                    : Math.max(lines.size() * lineHeight(PLAIN) + 4, 2 * HALF + 6);
        }

        double ratio() {
            return of.timesAsFast(name, of.names().getFirst());
        }

        String text() {
            return Text.number(ratio(), 2);
        }
    }

    private final String title;
    private final Map<String, Double> guesses;
    private final List<Row> rows = new ArrayList<>();
    private final Axis axis;
    private final Rectangle2D area;
    private final Sheet sheet;

    static Picture draw(String title, Map<String, Double> guesses, List<Results> all) {
        check(title, guesses, all);
        return new TimesAsFastChart(title, guesses, all).draw();
    }

    private static void check(String title, Map<String, Double> guesses, List<Results> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to draw for " + title + ".");
        }
        var titles = all.stream().map(Results::title).toList();
        guesses.forEach((name, guess) -> {
            if (!titles.contains(name)) {
                throw new IllegalArgumentException(
                        "There is a guess for \""
                                + name
                                + "\", but what was measured is "
                                + Text.list(titles)
                                + ".");
            }
            if (!(guess > 0) || guess.isInfinite()) {
                throw new IllegalArgumentException(
                        "A guess is how many times as fast, such as 2.0, and not " + guess + ".");
            }
        });
    }

    private TimesAsFastChart(String title, Map<String, Double> guesses, List<Results> all) {
        this.title = title;
        this.guesses = guesses;
        // A heading stands left of the plot, where guesses are drawn.
        double side =
                all.stream()
                        .flatMap(results -> results.names().stream())
                        .mapToDouble(name -> width(wrap(name, PLAIN, 240), PLAIN))
                        .max()
                        .orElse(0);
        side = Math.max(90, side);
        for (var results : all) {
            rows.add(new Row(results, null, wrap(results.title(), BOLD, side)));
            for (var name : results.names()) {
                rows.add(new Row(results, name, wrap(name, PLAIN, 240)));
            }
        }
        var versions = rows.stream().filter(row -> row.name() != null).toList();
        double least = versions.stream().mapToDouble(Row::ratio).min().orElse(1);
        double most = versions.stream().mapToDouble(Row::ratio).max().orElse(1);
        double ratios =
                versions.stream().mapToDouble(row -> width(row.text(), BOLD)).max().orElse(0);
        double left = MARGIN + 10 + side;
        double right = WIDTH - MARGIN - 12;
        double low = Math.min(.8, least);
        double high = Math.max(1.25, most);
        double share =
                (right - left) / (right - left - ratios - 20); // a number stands behind its bar
        axis =
                Axis.logarithmic(
                        "times as fast as the first version of each",
                        low,
                        low * Math.pow(high / low, share),
                        Text::plain);
        double top = titleHeight(title);
        double tall = rows.stream().mapToDouble(Row::height).sum() + 8;
        area = rectangle(left, top, (int) (right - left), (int) tall);
        sheet = new Sheet(top + tall + 62);
    }

    private double x(double ratio) {
        return area.getX() + axis.at(ratio) * area.getWidth();
    }

    private Picture draw() {
        sheet.title(title);
        sheet.plot(area, axis, null, List.of());
        sheet.line(x(1), area.getY(), x(1), area.getMaxY(), DASHED, SOFT);
        double y = area.getY() + 2;
        for (var row : rows) {
            if (row.name() == null) {
                drawHeading(row, y);
            } else {
                draw(row, y + row.height() / 2);
            }
            y += row.height();
        }
        var guessed = guesses.isEmpty() ? "" : " · diamond: your guess for the best";
        sheet.text(
                "bar: from 1 to the ratio of the medians" + guessed,
                MARGIN,
                area.getMaxY() + 52,
                SMALL,
                SOFT,
                0);
        return sheet.picture(words());
    }

    private void drawHeading(Row row, double y) {
        double height = row.lines().size() * lineHeight(BOLD);
        sheet.block(row.lines(), MARGIN, Math.max(y + 18, y + 8 + height / 2), BOLD, INK, 0);
        var guess = guesses.get(row.of().title());
        if (guess == null) {
            return;
        }
        // A guess far off must not squeeze what was measured: it stands at the edge.
        double inside = Math.max(axis.min(), Math.min(axis.max(), guess));
        double at = Math.min(area.getMaxX() - 8, Math.max(area.getX() + 8, x(inside)));
        var text = "your guess: " + Text.plain(guess);
        sheet.diamond(at, y + 18, 5, RED);
        boolean toTheLeft = at + 12 + width(text, SMALL) > WIDTH - MARGIN;
        sheet.text(text, toTheLeft ? at - 10 : at + 10, y + 22, SMALL, RED, toTheLeft ? 1 : 0);
    }

    private void draw(Row row, double middle) {
        sheet.block(row.lines(), area.getX() - 10, middle, PLAIN, INK, 1);
        double one = x(1), at = x(row.ratio());
        var bar = rectangle(Math.min(one, at), middle - HALF, Math.abs(at - one), 2 * HALF);
        if (row.ratio() < 1) {
            sheet.hatch(bar, STRAW, AMBER);
        } else {
            sheet.fill(bar, BAR);
        }
        sheet.fill(rectangle(at - 1.5, middle - HALF, 3, 2 * HALF), row.ratio() < 1 ? AMBER : BLUE);
        sheet.text(row.text(), Math.max(one, at) + 9, middle + 4.5, BOLD, INK, 0);
    }

    private String words() {
        return "Bar chart of "
                + title
                + ", how many times as fast as the first version: "
                + rows.stream().map(this::words).collect(Collectors.joining(" "))
                + guesses.entrySet().stream()
                        .map(guess ->
                                " Your guess for the best of "
                                        + guess.getKey()
                                        + " was "
                                        + Text.plain(guess.getValue())
                                        + ".")
                        .collect(Collectors.joining());
    }

    private String words(Row row) {
        return row.name() == null ? row.of().title() + ":" : row.name() + " " + row.text() + ";";
    }
}
