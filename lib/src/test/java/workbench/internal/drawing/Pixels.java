package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Looks at a picture's pixels. Where things must be is taken from the frames and the grid that the
 * picture itself shows, so that the fonts of a machine do not matter. All sizes are in pixels of
 * the picture, two to a CSS pixel.
 */
final class Pixels {
    /** So far a place may be beside the computed one. */
    static final int NEAR = 3;

    /** So far each part of a colour may be beside the exact one: less than between any two. */
    private static final int ALIKE = 7;

    private final BufferedImage image;

    Pixels(Picture picture) {
        image = picture.image();
    }

    // Areas

    Rectangle box(double left, double top, double right, double bottom) {
        var box = new Rectangle();
        box.setFrameFromDiagonal((int) left, (int) top, (int) right, (int) bottom);
        return box.intersection(new Rectangle(image.getWidth(), image.getHeight()));
    }

    Rectangle around(double x, double y, int reach) {
        return box(x - reach, y - reach, x + reach + 1, y + reach + 1);
    }

    Rectangle rightOf(Rectangle frame) {
        return box(frame.getMaxX() + 4, frame.y, image.getWidth() - 4, frame.getMaxY());
    }

    Rectangle leftOf(Rectangle frame) {
        return box(4, frame.y, frame.x - 4, frame.getMaxY());
    }

    Rectangle below(Rectangle frame) {
        return box(4, frame.getMaxY() + 12, image.getWidth() - 4, image.getHeight() - 4);
    }

    Rectangle above(Rectangle frame) {
        return box(4, 4, image.getWidth() - 4, frame.y - 4);
    }

    /** The frames of the plots from top to bottom; a frame's edges are its lines' middles. */
    List<Rectangle> frames() {
        var rows = edges();
        var frames = new ArrayList<Rectangle>();
        for (int i = 0; i + 1 < rows.size(); i += 2) {
            frames.add(frame(rows.get(i), rows.get(i + 1)));
        }
        return frames;
    }

    /** Where there are upper or lower edges of frames; what is drawn on an edge hides it. */
    List<Double> edges() {
        var inner = inner();
        return lines(inner.y, (int) inner.getMaxY(), y -> isEdge(row(inner, y)));
    }

    /** The frame of a known upper and lower edge. */
    Rectangle frame(double top, double bottom) {
        var inner = inner();
        int[] edge = row(inner, (int) Math.round(top));
        int left = 0, right = edge.length - 1;
        while (!near(edge[left], Sheet.EDGE)) {
            left++;
        }
        while (!near(edge[right], Sheet.EDGE)) {
            right--;
        }
        return box(inner.x + left, Math.round(top), inner.x + right, Math.round(bottom));
    }

    private Rectangle inner() {
        return box(4, 4, image.getWidth() - 4, image.getHeight() - 4);
    }

    private static boolean isEdge(int[] row) {
        return IntStream.of(row).filter(rgb -> near(rgb, Sheet.EDGE)).count() > 400;
    }

    /** The one frame of a chart. */
    Rectangle frame() {
        var frames = frames();
        assertTrue(frames.size() == 1, "one frame, not " + frames);
        return frames.getFirst();
    }

    private int[] row(Rectangle box, int y) {
        return image.getRGB(box.x, y, box.width, 1, null, 0, box.width);
    }

    /** Where the vertical lines of the grid stand, as seen in the ticks below the frame. */
    List<Double> columns(Rectangle frame) {
        int y = (int) frame.getMaxY() + 5;
        return lines(
                frame.x - 4,
                (int) frame.getMaxX() + 4,
                x -> isGrid(x, y - 1) && isGrid(x, y) && isGrid(x, y + 1));
    }

    /** Where the horizontal lines of the grid stand, from the bottom up, as seen left of it. */
    List<Double> rows(Rectangle frame) {
        int x = frame.x - 5;
        return lines(
                        frame.y - 4,
                        (int) frame.getMaxY() + 4,
                        y -> isGrid(x - 1, y) && isGrid(x, y) && isGrid(x + 1, y))
                .reversed();
    }

    private boolean isGrid(int x, int y) {
        var color = new Color(image.getRGB(x, y));
        return color.getRed() < 0xF6 && color.getRed() > 0xD0;
    }

    /** The middles of the stretches in which something holds. */
    private static List<Double> lines(int from, int to, IntPredicate holds) {
        var middles = new ArrayList<Double>();
        for (int start = from; start < to; start++) {
            int end = start;
            while (end < to && holds.test(end)) {
                end++;
            }
            if (end > start) {
                middles.add((start + end - 1) / 2.);
                start = end;
            }
        }
        return middles;
    }

    // Colours

    static boolean near(int rgb, Color color) {
        return Math.abs((rgb >> 16 & 255) - color.getRed()) <= ALIKE
                && Math.abs((rgb >> 8 & 255) - color.getGreen()) <= ALIKE
                && Math.abs((rgb & 255) - color.getBlue()) <= ALIKE;
    }

    /** Ink and grey text, whole or in good part. */
    private static boolean isDark(int rgb) {
        return (rgb >> 16 & 255) < 0xA0 && (rgb >> 8 & 255) < 0xA0 && (rgb & 255) < 0xA0;
    }

    int count(Color color, Rectangle box) {
        return (int) pixels(box).filter(rgb -> near(rgb, color)).count();
    }

    int dark(Rectangle box) {
        return (int) pixels(box).filter(Pixels::isDark).count();
    }

    private IntStream pixels(Rectangle box) {
        return IntStream.of(image.getRGB(box.x, box.y, box.width, box.height, null, 0, box.width));
    }

    /** The part of a box that has a colour, 0 to 1. */
    double share(Color color, Rectangle box) {
        return count(color, box) / (double) (box.width * box.height);
    }

    /** The part of the columns of a box in which there is a dark pixel, 0 to 1. */
    double darkColumns(Rectangle box) {
        return columns(box, Pixels::isDark);
    }

    /** The part of the columns in which there is a pixel darker than paper, grid and straw. */
    double shadedColumns(Rectangle box) {
        return columns(box, rgb -> (rgb & 255) < 0xA0);
    }

    private double columns(Rectangle box, IntPredicate is) {
        return IntStream.range(box.x, box.x + box.width)
                        .filter(x -> pixels(new Rectangle(x, box.y, 1, box.height)).anyMatch(is))
                        .count()
                / (double) box.width;
    }

    /** The part of the way between two points that has a colour, 0 to 1; its ends do not count. */
    double share(Color color, Point from, Point to) {
        int steps = 200;
        return IntStream.range(steps / 10, steps - steps / 10)
                        .filter(i -> {
                            double x = from.x + (to.x - from.x) * i / (double) steps;
                            double y = from.y + (to.y - from.y) * i / (double) steps;
                            return count(color, around(x, y, 1)) > 0;
                        })
                        .count()
                / (steps * .8);
    }

    /** The smallest box that holds all pixels of a colour in a box; empty if there is none. */
    Rectangle bounds(Color color, Rectangle in) {
        var bounds = new Rectangle(-1, -1);
        for (int y = in.y; y < in.getMaxY(); y++) {
            for (int x = in.x; x < in.getMaxX(); x++) {
                if (near(image.getRGB(x, y), color)) {
                    bounds.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return bounds;
    }

    /** The boxes of a colour that lie one below the other in a box, apart by empty rows. */
    List<Rectangle> bands(Color color, Rectangle in) {
        var bands = new ArrayList<Rectangle>();
        int start = -1;
        for (int y = in.y; y <= in.getMaxY(); y++) {
            boolean any = y < in.getMaxY() && count(color, box(in.x, y, in.getMaxX(), y + 1)) > 0;
            if (any && start < 0) {
                start = y;
            } else if (!any && start >= 0) {
                bands.add(bounds(color, box(in.x, start, in.getMaxX(), y)));
                start = -1;
            }
        }
        return bands;
    }
}
