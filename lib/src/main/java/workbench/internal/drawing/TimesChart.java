package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import workbench.Guess;
import workbench.Results;
import workbench.internal.text.Text;

/** Draws the times of a comparison, a row for each version. */
final class TimesChart {
    /** A wider range than on other axes is drawn with bars: that one is tiny is what they show. */
    private static final double FAR = 200;

    /** Half the height of a bar. */
    private static final double HALF = 9;

    /** The height that a guess takes below its bar. */
    private static final double GUESS = 19;

    private record Row(String name, List<String> lines, List<Guess> guesses) {
        double height() {
            return Math.max(lines.size() * lineHeight(PLAIN), 26 + GUESS * guesses.size()) + 10;
        }
    }

    private final Results results;
    private final List<Guess> guesses;
    private final List<Row> rows;

    /** The longest time that the axis has to show, in nanoseconds. */
    private final double most;

    /** A bar begins at zero, which a logarithmic axis does not have: there it is a mere line. */
    private final boolean bars;

    private final Axis axis;
    private final Rectangle2D area;
    private final Sheet sheet;

    static Picture draw(Results results, Guess... guesses) {
        check(results, guesses);
        return new TimesChart(results, List.of(guesses)).draw();
    }

    private static void check(Results results, Guess... guesses) {
        for (var guess : guesses) {
            results.samples(guess.version());
        }
        for (var name : results.names()) {
            if (results.fastest(name).isNegative()) {
                throw new IllegalArgumentException(
                        "A sample of \""
                                + name
                                + "\" in \""
                                + results.title()
                                + "\" is below zero ("
                                + results.fastest(name)
                                + "): measure it with System.nanoTime(), the end minus the start.");
            }
        }
    }

    private TimesChart(Results results, List<Guess> guesses) {
        this.results = results;
        this.guesses = guesses;
        rows = results.names().stream().map(this::row).toList();
        double slowest = samples().max().orElseThrow();
        // A guess far off must not squeeze what was measured: it is written at the edge.
        most = Math.max(slowest, guessed().filter(time -> time <= 3 * slowest).max().orElse(0));
        double fastest = samples().min().orElseThrow();
        bars = most < FAR * fastest;
        double names = rows.stream().mapToDouble(row -> width(row.lines(), PLAIN)).max().orElse(0);
        double medians = rows.stream().mapToDouble(row -> width(median(row), BOLD)).max().orElse(0);
        double left = MARGIN + 10 + names;
        double right = WIDTH - MARGIN - 12;
        double share = (right - left) / (right - left - medians - 20); // a median stands behind
        double low = Math.min(fastest, Math.max(fastest / 3, guessed().min().orElse(fastest)));
        axis =
                bars
                        ? Axis.time(most * share, 8)
                        : Axis.logarithmic(
                                "time", low, low * Math.pow(most / low, share), Text::tidyTime);
        double top = titleHeight(results.title());
        double high = rows.stream().mapToDouble(Row::height).sum() + 6;
        area = rectangle(left, top, (int) (right - left), (int) high);
        sheet = new Sheet(top + high + 52);
    }

    private Row row(String name) {
        return new Row(
                name,
                wrap(name, PLAIN, 240),
                guesses.stream().filter(guess -> guess.version().equals(name)).toList());
    }

    private DoubleStream samples() {
        return rows.stream()
                .flatMap(row -> results.samples(row.name()).stream())
                .mapToDouble(TimesChart::drawn);
    }

    private DoubleStream guessed() {
        return guesses.stream().mapToDouble(guess -> drawn(guess.time()));
    }

    /** In nanoseconds; what took none, on a clock of few ticks, is drawn as one. */
    private static double drawn(Duration time) {
        return Math.max(1, Text.nanos(time));
    }

    private double x(Duration time) {
        return area.getX() + axis.at(drawn(time)) * area.getWidth();
    }

    private String median(Row row) {
        return Text.time(results.median(row.name()));
    }

    private Picture draw() {
        sheet.title(results.title());
        sheet.plot(area, axis, null, List.of());
        double y = area.getY() + 3;
        for (var row : rows) {
            draw(row, y);
            y += row.height();
        }
        sheet.text(
                (bars ? "bar" : "thick mark")
                        + ": median · line: fastest to slowest · dot: a sample",
                MARGIN,
                area.getMaxY() + 35,
                SMALL,
                SOFT,
                0);
        return sheet.picture(words());
    }

    private void draw(Row row, double y) {
        double middle = row.guesses().isEmpty() ? y + row.height() / 2 : y + 18;
        double lowest = y + 5 + row.lines().size() * lineHeight(PLAIN) / 2;
        sheet.block(row.lines(), area.getX() - 10, Math.max(middle, lowest), PLAIN, INK, 1);
        drawMedian(x(results.median(row.name())), middle);
        double slow = x(results.slowest(row.name()));
        drawSpread(x(results.fastest(row.name())), slow, middle);
        drawSamples(results.samples(row.name()), middle);
        sheet.text(median(row), slow + 9, middle + 4.5, BOLD, INK, 0);
        double below = middle + 22;
        for (var guess : row.guesses()) {
            draw(guess, middle, below);
            below += GUESS;
        }
    }

    private void drawMedian(double at, double middle) {
        double left = area.getX();
        if (bars) {
            sheet.fill(rectangle(left, middle - HALF, at - left, 2 * HALF), BAR);
        } else {
            sheet.line(left, middle, at, middle, DOTTED, BLUE);
        }
        sheet.fill(rectangle(at - 2, middle - HALF, 3, 2 * HALF), BLUE);
    }

    private void drawSpread(double fast, double slow, double middle) {
        sheet.line(fast, middle, slow, middle, THIN, INK);
        sheet.line(fast, middle - 4, fast, middle + 4, THIN, INK);
        sheet.line(slow, middle - 4, slow, middle + 4, THIN, INK);
    }

    /** Five heights, so that samples of nearly the same time are seen apart. */
    private void drawSamples(List<Duration> samples, double middle) {
        int number = 0;
        for (var sample : samples) {
            double up = (number * 2 % 5 - 2) * 2.5;
            sheet.dot(x(sample), middle + up, 2.6, INK);
            number++;
        }
    }

    private void draw(Guess guess, double middle, double below) {
        var text = "your guess: " + Text.tidyTime(Text.nanos(guess.time()));
        if (drawn(guess.time()) > most) {
            sheet.text(text + " →", area.getMaxX() - 6, below + 4, SMALL, RED, 1);
            return;
        }
        double at = Math.max(area.getX(), x(guess.time()));
        sheet.line(at, middle + HALF, at, below, THICK, RED);
        sheet.diamond(at, below, 5, RED);
        if (at + 12 + width(text, SMALL) > area.getMaxX()) {
            sheet.text(text, at - 10, below + 4, SMALL, RED, 1);
        } else {
            sheet.text(text, at + 10, below + 4, SMALL, RED, 0);
        }
    }

    private String words() {
        return "Bar chart of "
                + results.title()
                + ": "
                + rows.stream().map(this::words).collect(Collectors.joining("; "))
                + "."
                + guesses.stream().map(TimesChart::words).collect(Collectors.joining());
    }

    private String words(Row row) {
        int samples = results.samples(row.name()).size();
        var spread =
                samples == 1
                        ? "one sample"
                        : samples
                                + " samples, "
                                + Text.time(results.fastest(row.name()))
                                + " to "
                                + Text.time(results.slowest(row.name()));
        return row.name() + " " + median(row) + " (" + spread + ")";
    }

    private static String words(Guess guess) {
        return " Your guess for " + guess.version() + " was " + Text.time(guess.time()) + ".";
    }
}
