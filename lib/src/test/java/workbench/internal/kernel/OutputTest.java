package workbench.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    OutputTest() {
        var stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }

    @AfterEach
    void giveBack() {
        System.setOut(out);
        System.setErr(err);
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFewLinesAreShownAsTheyAre() {
        var before = System.out;
        try (var output = Output.bounded()) {
            System.out.println("eins: für alle");
            System.err.print("zwei");
            System.out.write('!');
            System.out.flush();
            assertFalse(output.flooded());
        }
        assertEquals("eins: für alle" + System.lineSeparator() + "zwei!", shown());
        assertSame(before, System.out);
    }

    @Test
    void manyLinesAreCutAndCounted() {
        try (var output = Output.bounded()) {
            for (int i = 0; i < Output.SHOWN + 17; i++) {
                System.out.println("line " + i);
            }
            assertFalse(output.flooded());
        }
        assertEquals(Output.SHOWN + 1, shown().lines().count());
        assertTrue(shown().contains("… and 17 more lines, left out."), shown());
        assertFalse(shown().contains("line " + Output.SHOWN + "\n"), shown());
    }

    @Test
    void whoeverPrintsOnAndOnIsStopped() {
        try (var output = Output.bounded()) {
            assertThrows(
                    Error.class,
                    () -> {
                        while (true) {
                            System.out.println("x");
                        }
                    });
            assertTrue(output.flooded());
            assertTrue(output.sentence().contains("20,000 lines"), output.sentence());
        }
        assertEquals(Output.SHOWN + 1, shown().lines().count());
    }

    @Test
    void severalThreadsAreCountedTogether() {
        try (var output = Output.bounded()) {
            try (var threads = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < 4; i++) {
                    threads.execute(() -> {
                        for (int line = 0; line < 200; line++) {
                            System.err.println("x");
                        }
                    });
                }
            }
            assertFalse(output.flooded());
        }
        assertTrue(shown().contains("… and 600 more lines, left out."), shown());
    }
}
