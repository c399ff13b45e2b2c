package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.AWTError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AwtTest {
    private static String message(Throwable failure) {
        var error =
                assertThrows(
                        IllegalStateException.class,
                        () -> Awt.check(() -> AwtTest.<RuntimeException>raise(failure)));
        assertEquals(null, error.getCause(), "the sentence says it all");
        return error.getMessage();
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable failure) throws X {
        throw (X) failure;
    }

    @Test
    void withoutFontsItSaysWhatToInstall() {
        assertEquals(
                "Java cannot draw, most likely because this machine has no fonts"
                        + " (RuntimeException: Fontconfig head is null, check your fonts or fonts"
                        + " configuration): install the packages fontconfig and fonts-dejavu-core"
                        + " (or any other font), and restart the kernel.",
                message(
                        new RuntimeException(
                                "Fontconfig head is null, check your fonts or fonts configuration")));
        for (var failure :
                List.of(
                        new Error("Probable fatal error: No physical fonts found."),
                        new UnsatisfiedLinkError("libfreetype.so.6: cannot open shared object"),
                        new NoClassDefFoundError(
                                "Could not initialize class sun.font.SunFontManager"),
                        new InternalError("java.lang.reflect.InvocationTargetException"))) {
            assertTrue(
                    message(failure).contains("install the packages fontconfig"), message(failure));
        }
    }

    @Test
    void aFullMemoryIsNoMatterOfFonts() {
        assertThrows(
                OutOfMemoryError.class,
                () -> Awt.check(() -> AwtTest.<Error>raise(new OutOfMemoryError())));
    }

    @Test
    void withoutTheScreenThatItAsksForItSaysWhatToDo() {
        var once =
                message(
                        new AWTError(
                                "Can't connect to X11 window server using ':99' as the value of the"
                                        + " DISPLAY variable."));
        assertTrue(once.startsWith("Java cannot draw, because it asks for a screen"), once);
        assertTrue(once.contains("unset the variable DISPLAY"), once);
        var again =
                message(
                        new NoClassDefFoundError(
                                "Could not initialize class java.awt.GraphicsEnvironment$LocalGE"));
        assertTrue(again.contains("unset the variable DISPLAY"), again);
    }

    /** On Linux, AWT asks for a screen where DISPLAY names one; elsewhere this shows little. */
    @Tag("slow")
    @Test
    void chartsAreDrawnWithADisplayThatDoesNotAnswer() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder =
                new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        AwtTest.class.getName());
        builder.environment().put("DISPLAY", ":99");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.redirectErrorStream(true);
        var process = builder.start();
        try {
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals("760", output.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Draws a chart in a JVM of its own, in which nobody has chosen. */
    public static void main(String[] arguments) {
        var data = Map.of("line", new TreeMap<>(Map.of(1, 1, 2, 2)));
        System.out.println(Charts.lines("Lines", "x", "y", data).width());
    }
}
