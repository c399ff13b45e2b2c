package workbench;

import java.awt.image.BufferedImage;
import java.util.Objects;

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
}
