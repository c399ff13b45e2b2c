package workbench.internal.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("slow")
class LineProcessTest {
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("slow to end"))
                .toList();
    }

    /** As a busy machine does: a while passes before the thread that has the lines can end. */
    private static void takesAWhile(String line) {
        var end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void noThreadIsLeftAlsoWhereTheOneThatEndsItIsInterrupted() throws Exception {
        var process =
                new LineProcess(
                        "slow to end",
                        List.of(JavaCode.java(), "-version"),
                        LineProcessTest::takesAWhile);
        Thread.currentThread().interrupt();
        process.end();
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertEquals(List.of(), threads());
    }
}
