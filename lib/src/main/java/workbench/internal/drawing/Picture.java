package workbench.internal.drawing;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * A drawn picture and what it says. Immutable by convention: nobody draws on the image afterwards.
 *
 * @param image the pixels, two for each unit of the width, so that it is crisp on a dense screen
 * @param width the width at which to show it, in CSS pixels
 * @param alt what the picture shows, in sentences, for those who cannot see it
 */
public record Picture(BufferedImage image, int width, String alt) {
    public Picture {
        Objects.requireNonNull(image, "image");
        if (alt == null || alt.isBlank()) {
            throw new IllegalArgumentException("A picture needs a text that says what it shows.");
        }
    }

    /**
     * The picture as a PNG file of at most 256 colours: its most frequent ones, and for any other
     * the nearest of these. For charts the eye sees no difference, and a notebook that holds them
     * is half as large.
     */
    public byte[] png() {
        int[] pixels = pixels();
        // A row of pixels is mostly stretches of one colour: what is slow is done once for each.
        var count = new HashMap<Integer, Integer>();
        for (int start = 0, end; start < pixels.length; start = end) {
            end = endOfColour(pixels, start);
            count.merge(pixels[start], end - start, Integer::sum);
        }
        int[] palette = mostFrequent(count);
        var place = new HashMap<Integer, Byte>();
        for (int i = 0; i < palette.length; i++) {
            place.put(palette[i], (byte) i);
        }
        var indexed =
                new BufferedImage(
                        image.getWidth(),
                        image.getHeight(),
                        BufferedImage.TYPE_BYTE_INDEXED,
                        new IndexColorModel(
                                8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
        byte[] places = ((DataBufferByte) indexed.getRaster().getDataBuffer()).getData();
        for (int start = 0, end; start < pixels.length; start = end) {
            end = endOfColour(pixels, start);
            Arrays.fill(
                    places,
                    start,
                    end,
                    place.computeIfAbsent(pixels[start], colour -> nearest(palette, colour)));
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(indexed, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int[] mostFrequent(Map<Integer, Integer> count) {
        return count.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(256)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    private int[] pixels() {
        var copy =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var canvas = copy.createGraphics();
        canvas.drawImage(image, 0, 0, null);
        canvas.dispose();
        return ((DataBufferInt) copy.getRaster().getDataBuffer()).getData();
    }

    private static int endOfColour(int[] pixels, int start) {
        int end = start + 1;
        while (end < pixels.length && pixels[end] == pixels[start]) {
            end++;
        }
        return end;
    }

    private static byte nearest(int[] palette, int colour) {
        int nearest = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], colour) < distance(palette[nearest], colour)) {
                nearest = i;
            }
        }
        return (byte) nearest;
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
