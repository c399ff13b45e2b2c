package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static BufferedImage read(Picture picture) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(picture.png()));
    }

    @Test
    void fewColoursStayAsTheyAre() throws Exception {
        var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, i * 0x010307);
        }
        var written = read(new Picture(image, 8, "Colours."));
        for (int i = 0; i < 256; i++) {
            assertEquals(image.getRGB(i % 16, i / 16), written.getRGB(i % 16, i / 16));
        }
    }

    @Test
    void manyColoursBecomeTheNearestOfTheFrequentOnes() throws Exception {
        // 256 greys twice each, and once a colour that is nearly white.
        var image = new BufferedImage(513, 1, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 512; i++) {
            image.setRGB(i, 0, i / 2 * 0x010101);
        }
        image.setRGB(512, 0, 0xFEFFFF);
        var written = read(new Picture(image, 8, "Greys."));
        for (int i = 0; i < 512; i++) {
            assertEquals(image.getRGB(i, 0), written.getRGB(i, 0));
        }
        assertTrue(written.getRGB(512, 0) >= 0xFFFEFEFE, "not white, but another grey");
    }
}
