package workbench.internal.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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

    /** As a reader's cell may, that waits in jobs of a parallel stream. */
    @Test
    void aProcessEndsAlsoWhereTheCommonPoolIsBlocked() throws Exception {
        var process =
                new LineProcess("slow to end", List.of(JavaCode.java(), "-version"), line -> {});
        var over = new CountDownLatch(1);
        Callable<Boolean> blocking = () -> over.await(1, TimeUnit.MINUTES);
        try {
            for (int i = 0; i <= ForkJoinPool.getCommonPoolParallelism(); i++) {
                ForkJoinPool.commonPool().submit(blocking);
            }
            var ended = new FutureTask<>(process::end, "ended");
            Thread.ofPlatform().daemon().start(ended);
            assertEquals("ended", ended.get(30, TimeUnit.SECONDS));
        } finally {
            over.countDown();
        }
        assertEquals(List.of(), threads());
    }
}
