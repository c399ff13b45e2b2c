package workbench;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A drawn picture and what it says. Immutable by convention: nobody draws on the image afterwards.
 *
 * @param image the pixels, two for each unit of the width, so that it is crisp on a dense screen
 * @param width the width at which to show it, in CSS pixels
 * @param alt   what the picture shows, in sentences, for who cannot see it
 */
public record Picture(BufferedImage image, int width, String alt) {
    public Picture {
        Objects.requireNonNull(image, "image");
        if (alt == null || alt.isBlank())
            throw new IllegalArgumentException("A picture needs a text that says what it shows.");
    }

    /**
     * The picture as a PNG file of at most 256 colours: its most frequent ones, and for any other
     * the nearest of these. For charts the eye sees no difference, and a notebook that holds them
     * is half as large.
     */
    byte[] png() {
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        var count = new HashMap<Integer, Integer>();
        for (int pixel : pixels) count.merge(pixel, 1, Integer::sum);
        int[] palette = count.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(256).mapToInt(Map.Entry::getKey).toArray();
        var place = new HashMap<Integer, Integer>();
        for (int colour : count.keySet()) place.put(colour, nearest(palette, colour));
        var indexed = new BufferedImage(width, image.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, palette.length, palette,
                        0, false, -1, DataBuffer.TYPE_BYTE));
        var raster = indexed.getRaster();
        for (int i = 0; i < pixels.length; i++)
            raster.setSample(i % width, i / width, 0, place.get(pixels[i]));
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(indexed, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int nearest(int[] palette, int colour) {
        return IntStream.range(0, palette.length).boxed()
                .min((one, other) -> Integer.compare(distance(palette[one], colour),
                        distance(palette[other], colour))).orElseThrow();
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int difference = (one >> shift & 255) - (other >> shift & 255);
            sum += difference * difference;
        }
        return sum;
    }
}
