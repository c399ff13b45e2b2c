package workbench.internal.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The sheet that a chart is drawn on, and the one theme of all charts: opaque and nearly white with
 * a soft border, so that it can stand in a light and in a dark notebook. Every line of text goes
 * through {@link #text}, which remembers where it stands; with assertions on, a sheet whose labels
 * leave it or overlap is refused. All sizes are in CSS pixels. Used by one thread.
 */
final class Sheet {
    static final int WIDTH = 760, SCALE = 2, MARGIN = 18;

    /** How far from each other the spreads of several lines stand at one place. */
    private static final double BESIDE = 3.5;

    static final Color PAPER = new Color(0xFAFAF8),
            EDGE = new Color(0xD5D5D1),
            GRID = new Color(0xE6E6E2),
            INK = new Color(0x222222),
            SOFT = new Color(0x595959),
            BLUE = new Color(0x0072B2),
            RED = new Color(0xC44E00),
            AMBER = new Color(0xA86500),
            STRAW = new Color(0xFDEFD5),
            LIGHT = new Color(0xEDEDEA),
            BAR = new Color(0xC6DDED);

    /** After Okabe and Ito; the light ones darkened, so that each has a contrast of 3 on paper. */
    static final Color[] PALETTE = {
        BLUE,
        RED,
        new Color(0x008762),
        new Color(0xA34A80),
        new Color(0x8A6500),
        new Color(0x4D4D4D),
        new Color(0x2785BD)
    };

    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN,
        SeriesMarkers.RECTANGLE,
        SeriesMarkers.CROSS
    };

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15),
            PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12),
            BOLD = PLAIN.deriveFont(Font.BOLD),
            SMALL = PLAIN.deriveFont(11f);
    static final BasicStroke THIN = new BasicStroke(1),
            THICK = new BasicStroke(2.2f),
            DOTTED = dashes(1, 1, 3),
            DASHED = dashes(1.6f, 6, 4),
            DOTS = dashes(1.6f, 1.6f, 3.4f),
            QUEUE_LINE = dashes(2, 2, 3),
            HAIR = new BasicStroke(.7f);

    private static final int MARKER = 8;

    /** Of more points than this only some are marked. */
    private static final int DENSE = 30;

    /** A longer title of an axis goes on in further lines. */
    private static final double AXIS_TITLE = 400;

    private static final FontRenderContext MEASURE =
            new FontRenderContext(AffineTransform.getScaleInstance(SCALE, SCALE), true, true);

    /** A line of text and the space that it takes. */
    record Label(String text, Rectangle2D box) {}

    /** A line in a chart; low and high, where given, are the ends of the spread at each point. */
    record Line(
            String name,
            double[] x,
            double[] y,
            double[] low,
            double[] high,
            Color color,
            Marker marker,
            BasicStroke stroke) {

        /** One of many, to be told apart from the others by colour, marker and stroke. */
        static Line of(
                int number, String name, double[] x, double[] y, double[] low, double[] high) {
            return new Line(
                    name,
                    x,
                    y,
                    low,
                    high,
                    PALETTE[number % PALETTE.length],
                    MARKERS[(number + number / PALETTE.length) % MARKERS.length],
                    number < PALETTE.length ? THICK : dashes(2.2f, 4, 3));
        }

        /** The same line, nowhere lower than this; its spread is known. */
        Line above(double least) {
            return new Line(
                    name,
                    x,
                    atLeast(least, y),
                    atLeast(least, low),
                    atLeast(least, high),
                    color,
                    marker,
                    stroke);
        }

        private static double[] atLeast(double least, double[] values) {
            return Arrays.stream(values).map(value -> Math.max(least, value)).toArray();
        }

        double lastX() {
            return x[x.length - 1];
        }

        double lastY() {
            return y[y.length - 1];
        }

        /** Too many points for a marker at each. */
        boolean dense() {
            return x.length > DENSE;
        }
    }

    private final Graphics2D g;
    private final BufferedImage image;
    private final int height;
    private final List<Label> labels = new ArrayList<>();

    Sheet(double height) {
        this.height = (int) Math.ceil(height);
        image = new BufferedImage(WIDTH * SCALE, this.height * SCALE, BufferedImage.TYPE_INT_RGB);
        g = image.createGraphics();
        g.addRenderingHints(
                Map.of(
                        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
                        RenderingHints.KEY_TEXT_ANTIALIASING,
                                RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
                        RenderingHints.KEY_FRACTIONALMETRICS,
                                RenderingHints.VALUE_FRACTIONALMETRICS_ON,
                        RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE));
        g.scale(SCALE, SCALE);
        fill(new Rectangle2D.Double(0, 0, WIDTH, this.height), PAPER);
        draw(new Rectangle2D.Double(.5, .5, WIDTH - 1, this.height - 1), THIN, EDGE);
    }

    Picture picture(String alt) {
        g.dispose();
        assert untidy().isEmpty() : untidy();
        return new Picture(image, WIDTH, alt);
    }

    /** What is wrong with the labels. */
    private List<String> untidy() {
        var sheet = new Rectangle2D.Double(0, 0, WIDTH, height);
        var wrong = new ArrayList<String>();
        for (int i = 0; i < labels.size(); i++) {
            var label = labels.get(i);
            if (!sheet.contains(label.box())) {
                wrong.add("cut: " + label);
            }
            labels.subList(0, i).stream()
                    .filter(other -> label.box().intersects(other.box()))
                    .forEach(other -> wrong.add(label + " hides " + other));
        }
        return wrong;
    }

    // Text

    static double width(String text, Font font) {
        return font.getStringBounds(text, MEASURE).getWidth();
    }

    static double width(List<String> lines, Font font) {
        return lines.stream().mapToDouble(line -> width(line, font)).max().orElse(0);
    }

    static double lineHeight(Font font) {
        return font.getSize2D() * 1.3;
    }

    /** The text in lines that fit, broken between words or, where one is too long, in it. */
    static List<String> wrap(String text, Font font, double most) {
        return text.lines().flatMap(line -> wrapLine(line, font, most).stream()).toList();
    }

    private static List<String> wrapLine(String text, Font font, double most) {
        var lines = new ArrayList<String>();
        var rest = text.strip().replaceAll("\\s+", " ");
        while (width(rest, font) > most && rest.length() > 1) {
            int end = endOfLine(rest, font, most);
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** Where to break a text that is too long for a line: behind one character at least. */
    private static int endOfLine(String text, Font font, double most) {
        int fits = 1;
        while (width(text.substring(0, fits + 1), font) <= most) {
            fits++;
        }
        var breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        int end = breaks.isBoundary(fits) ? fits : breaks.preceding(fits);
        return end > 0 ? end : endOfSign(text, fits);
    }

    /** What a reader takes for one sign is not broken, if more stands in the line. */
    private static int endOfSign(String text, int fits) {
        var signs = BreakIterator.getCharacterInstance(Locale.ROOT);
        signs.setText(text);
        if (signs.isBoundary(fits)) {
            return fits;
        }
        int before = signs.preceding(fits);
        return before > 0 ? before : signs.following(fits);
    }

    /** Writes a line; anchor 0 begins at x, 0.5 is centred on it, 1 ends at it. */
    double text(String text, double x, double baseline, Font font, Color color, double anchor) {
        if (text.isBlank()) {
            return x;
        }
        double wide = width(text, font), left = x - wide * anchor;
        g.setFont(font);
        g.setColor(color);
        g.drawString(text, (float) left, (float) baseline);
        double size = font.getSize2D();
        labels.add(
                new Label(
                        text,
                        new Rectangle2D.Double(left, baseline - size * .76, wide, size * .97)));
        return left + wide;
    }

    /** Writes lines below each other, centred on a height. */
    void block(List<String> lines, double x, double middle, Font font, Color color, double anchor) {
        double y = middle - lines.size() * lineHeight(font) / 2 + font.getSize2D() * 1.01;
        for (var line : lines) {
            text(line, x, y, font, color, anchor);
            y += lineHeight(font);
        }
    }

    static List<String> titleLines(String title) {
        return wrap(title, TITLE, WIDTH - 2 * MARGIN);
    }

    /** The height that the title of an axis takes beyond that of one line. */
    static double moreHeight(Axis axis) {
        return Math.max(0, axisTitle(axis).size() - 1) * lineHeight(SMALL);
    }

    private static List<String> axisTitle(Axis axis) {
        return wrap(axis.title(), SMALL, AXIS_TITLE);
    }

    static double titleHeight(String title) {
        return MARGIN + titleLines(title).size() * lineHeight(TITLE) + 8;
    }

    void title(String title) {
        var lines = titleLines(title);
        block(lines, MARGIN, MARGIN + lines.size() * lineHeight(TITLE) / 2, TITLE, INK, 0);
    }

    // Marks

    static BasicStroke dashes(float width, float... lengths) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, lengths, 0);
    }

    void fill(Shape shape, Color color) {
        g.setColor(color);
        g.fill(shape);
    }

    void draw(Shape shape, BasicStroke stroke, Color color) {
        g.setStroke(stroke);
        g.setColor(color);
        g.draw(shape);
    }

    void line(double x, double y, double toX, double toY, BasicStroke stroke, Color color) {
        draw(new Line2D.Double(x, y, toX, toY), stroke, color);
    }

    /** A shape filled lightly and hatched from corner to corner. */
    void hatch(Shape shape, Color light, Color dark) {
        fill(shape, light);
        var clip = g.getClip();
        g.clip(shape);
        var box = shape.getBounds2D();
        // The lines lie on one grid for the whole sheet, so that neighbours run on.
        for (double at = Math.floor((box.getX() + box.getY()) / 5) * 5;
                at < box.getMaxX() + box.getMaxY();
                at += 5) {
            line(at - box.getMaxY(), box.getMaxY(), at - box.getY(), box.getY(), THIN, dark);
        }
        g.setClip(clip);
    }

    /** A shape filled with dots. */
    void dots(Shape shape, Color light, Color dark) {
        fill(shape, light);
        var clip = g.getClip();
        g.clip(shape);
        var box = shape.getBounds2D();
        for (double y = Math.floor(box.getY() / 5) * 5; y < box.getMaxY(); y += 5) {
            line(Math.floor(box.getX() / 10) * 10, y, box.getMaxX(), y, DOTS, dark);
        }
        g.setClip(clip);
    }

    void dot(double x, double y, double radius, Color color) {
        fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), color);
    }

    void diamond(double x, double y, double radius, Color color) {
        var path = new Path2D.Double();
        path.moveTo(x, y - radius);
        path.lineTo(x + radius, y);
        path.lineTo(x, y + radius);
        path.lineTo(x - radius, y);
        path.closePath();
        fill(path, PAPER);
        draw(path, THICK, color);
    }

    static Rectangle2D rectangle(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x, y, width, height);
    }

    /** The sign of a line's points, alone or on a piece of the line. */
    void key(Line line, double x, double y, double length) {
        if (!line.stroke().equals(SeriesLines.NONE)) {
            line(x - length / 2, y, x + length / 2, y, line.stroke(), line.color());
        }
        g.setColor(line.color());
        line.marker().paint(g, x, y, MARKER);
    }

    // Plots

    /** Draws grid, ticks and axis titles round a plot, and in it, by XChart, frame and lines. */
    void plot(Rectangle2D area, Axis x, Axis y, List<Line> lines) {
        drawX(area, x);
        if (y != null) {
            drawY(area, y);
        }
        var spread = lines.stream().filter(line -> line.low() != null).toList();
        for (int i = 0; i < spread.size(); i++) {
            // Side by side, as those of one place would hide each other.
            drawSpread(area, x, y, spread.get(i), (i - (spread.size() - 1) / 2.) * BESIDE);
        }
        var part = (Graphics2D) g.create();
        part.translate(area.getX(), area.getY());
        var chart = emptyChart(area);
        for (var line : lines) {
            add(chart, x, y, line);
        }
        chart.paint(part, chart.getWidth(), chart.getHeight());
        lines.stream().filter(Line::dense).forEach(line -> drawMarkers(part, area, x, y, line));
        part.dispose();
    }

    private void drawX(Rectangle2D area, Axis x) {
        double bottom = area.getMaxY();
        double written = Double.NEGATIVE_INFINITY;
        for (var tick : x.ticks().entrySet()) {
            double at = x(area, x, tick.getKey());
            line(at, area.getY(), at, bottom + 4, THIN, GRID);
            double half = width(tick.getValue(), SMALL) / 2;
            double middle = inside(at, half);
            boolean isLast = tick.getKey().equals(x.ticks().lastEntry().getKey());
            double limit = isLast ? WIDTH : beginOfLast(area, x) - 6;
            // Where ticks stand close, the last one is written; those that would touch it are not.
            if (middle - half >= written + 6 && middle + half <= limit) {
                text(tick.getValue(), middle, bottom + 17, SMALL, SOFT, .5);
                written = middle + half;
            }
        }
        double baseline = bottom + 35;
        for (var line : axisTitle(x)) {
            text(line, area.getMaxX(), baseline, SMALL, SOFT, 1);
            baseline += lineHeight(SMALL);
        }
    }

    private double beginOfLast(Rectangle2D area, Axis x) {
        var last = x.ticks().lastEntry();
        double half = width(last.getValue(), SMALL) / 2;
        return inside(x(area, x, last.getKey()), half) - half;
    }

    /** Where to centre a label, so that it stays on the sheet. */
    private static double inside(double at, double half) {
        return Math.max(half + 3, Math.min(WIDTH - 3 - half, at));
    }

    private void drawY(Rectangle2D area, Axis y) {
        for (var tick : y.ticks().entrySet()) {
            double at = y(area, y, tick.getKey());
            line(area.getX() - 4, at, area.getMaxX(), at, THIN, GRID);
            text(tick.getValue(), area.getX() - 8, at + 4, SMALL, SOFT, 1);
        }
        double baseline = area.getY() - 8 - moreHeight(y);
        for (var line : axisTitle(y)) {
            text(line, area.getX(), baseline, SMALL, SOFT, 0);
            baseline += lineHeight(SMALL);
        }
    }

    private void drawSpread(Rectangle2D area, Axis x, Axis y, Line line, double beside) {
        for (int i = 0; i < line.x().length; i++) {
            double at = x(area, x, line.x()[i]) + beside;
            double low = y(area, y, line.low()[i]), high = y(area, y, line.high()[i]);
            line(at, low, at, high, THICK, line.color());
        }
    }

    private static double x(Rectangle2D area, Axis x, double value) {
        return area.getX() + x.at(value) * area.getWidth();
    }

    private static double y(Rectangle2D area, Axis y, double value) {
        return area.getMaxY() - y.at(value) * area.getHeight();
    }

    private static XYChart emptyChart(Rectangle2D area) {
        var chart = new XYChart((int) area.getWidth(), (int) area.getHeight());
        var transparent = new Color(0, true);
        chart.getStyler()
                .setLegendVisible(false)
                .setChartTitleVisible(false)
                .setChartBackgroundColor(transparent)
                .setPlotBackgroundColor(transparent)
                .setPlotBorderColor(EDGE)
                .setChartPadding(0)
                .setPlotContentSize(1)
                .setMarkerSize(MARKER);
        chart.getStyler()
                .setAxisTicksVisible(false)
                .setAxisTitlesVisible(false)
                .setPlotMargin(0)
                .setPlotGridLinesVisible(false)
                .setXAxisMin(0d)
                .setXAxisMax(1d)
                .setYAxisMin(0d)
                .setYAxisMax(1d);
        // XChart draws no frame round nothing.
        chart.addSeries(" ", new double[] {0, 1}, new double[] {0, 0})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(EDGE)
                .setLineStyle(THIN);
        return chart;
    }

    private static void add(XYChart chart, Axis x, Axis y, Line line) {
        chart.addSeries(
                        "line " + line.name(),
                        Arrays.stream(line.x()).map(x::at).toArray(),
                        Arrays.stream(line.y()).map(y::at).toArray())
                .setMarker(line.dense() ? SeriesMarkers.NONE : line.marker())
                .setMarkerColor(line.color())
                .setLineColor(line.color())
                .setLineStyle(line.stroke());
    }

    /** Of a dense line, one point in each stretch of some width. */
    private static void drawMarkers(Graphics2D part, Rectangle2D area, Axis x, Axis y, Line line) {
        part.setColor(line.color());
        double next = 0;
        for (int i = 0; i < line.x().length; i++) {
            double at = x.at(line.x()[i]) * area.getWidth();
            if (at >= next) {
                double height = (1 - y.at(line.y()[i])) * area.getHeight();
                line.marker().paint(part, at, height, MARKER);
                next = at + 60;
            }
        }
    }
}
