package workbench.internal.drawing;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbench.internal.text.Failures;

/** What Java's own drawing needs of a machine: no screen, but a font. Thread-safe. */
final class Awt {
    private Awt() {}

    /**
     * Lets Java draw without a screen, where nobody has chosen, since a DISPLAY that no longer
     * answers would end every chart (too late once other code has used java.awt); then draws a
     * letter, to see that it can be done. After the first time that costs nothing.
     *
     * @throws IllegalStateException if Java cannot draw here; it says what to install
     */
    static void check() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        check(Awt::drawLetter);
    }

    static void check(Runnable trial) {
        try {
            trial.run();
        } catch (RuntimeException | Error failure) {
            if (failure instanceof OutOfMemoryError || failure instanceof StackOverflowError) {
                throw failure;
            }
            // AWT throws an Error of many kinds: where there is no font, a mere Error.
            throw new IllegalStateException(advice(failure));
        }
    }

    private static void drawLetter() {
        var canvas = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        canvas.drawString("a", 0, 0);
        canvas.dispose();
    }

    private static String advice(Throwable failure) {
        var causes =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .map(Throwable::toString)
                        .collect(Collectors.joining(" "));
        var reason = "(" + Failures.reason(failure) + ")";
        if (causes.contains("X11") || causes.contains("GraphicsEnvironment")) {
            return "Java cannot draw, because it asks for a screen that does not answer "
                    + reason
                    + ": unset the variable DISPLAY where you start JupyterLab, and start that"
                    + " again; charts need no screen.";
        }
        return "Java cannot draw, most likely because this machine has no fonts "
                + reason
                + ": install the packages fontconfig and fonts-dejavu-core (or any other font),"
                + " and restart the kernel.";
    }
}
