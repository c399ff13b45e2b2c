package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import workbench.internal.drawing.Sheet.Line;

/** Draws lines, each with its label at its end. */
final class LineChart {
    /** The room right of the plot, for what leads from a line's end to its label. */
    private static final double LEAD = 42;

    private LineChart() {}

    /** Draws the lines; each has a label and a point at least. */
    static Picture draw(
            String title, Axis x, Axis y, List<Line> lines, List<String> labels, String alt) {
        var wrapped = labels.stream().map(label -> wrap(label, PLAIN, 180)).toList();
        double widest = wrapped.stream().mapToDouble(label -> width(label, PLAIN)).max().orElse(0);
        double right = WIDTH - MARGIN - widest;
        double left = MARGIN + 8 + width(List.copyOf(y.ticks().values()), SMALL);
        var heights =
                wrapped.stream()
                        .mapToDouble(label -> label.size() * lineHeight(PLAIN) + 8)
                        .toArray();
        double top = titleHeight(title) + 24 + moreHeight(y);
        int high = (int) Math.max(300, DoubleStream.of(heights).sum());
        var sheet = new Sheet(top + high + 52 + moreHeight(x));
        sheet.title(title);
        var area = rectangle(left, top, (int) (right - LEAD - left), high);
        sheet.plot(area, x, y, lines);
        var ends =
                lines.stream()
                        .mapToDouble(line -> top + high - high * y.at(line.lastY()))
                        .toArray();
        var places = apart(ends, heights, top, top + high);
        for (int i = 0; i < places.length; i++) {
            var line = lines.get(i);
            double end = left + area.getWidth() * x.at(line.lastX());
            sheet.line(end + 6, ends[i], area.getMaxX() + 8, ends[i], DOTTED, line.color());
            sheet.line(area.getMaxX() + 8, ends[i], right - 24, places[i], DOTTED, line.color());
            sheet.key(line, right - 15, places[i], 18);
            sheet.block(wrapped.get(i), right, places[i], PLAIN, INK, 0);
        }
        return sheet.picture(alt);
    }

    /** Moves things of some heights apart, as little as need be, between a top and a bottom. */
    static double[] apart(double[] middles, double[] heights, double top, double bottom) {
        var order =
                IntStream.range(0, middles.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> middles[i]))
                        .toList();
        var places = middles.clone();
        double free = top;
        for (int i : order) {
            places[i] = Math.max(places[i], free + heights[i] / 2);
            free = places[i] + heights[i] / 2;
        }
        free = bottom;
        for (int i : order.reversed()) {
            places[i] = Math.min(places[i], free - heights[i] / 2);
            free = places[i] - heights[i] / 2;
        }
        return places;
    }
}
