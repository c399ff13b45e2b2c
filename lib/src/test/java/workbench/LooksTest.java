package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LooksTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void countsTheLooksAndTheWrongOnes() throws Exception {
        var changes = new AtomicInteger();
        var looks = new AtomicInteger();
        var thread = new AtomicReference<Thread>();
        var seen =
                Looks.during(
                        SHORT,
                        () -> {
                            thread.set(Thread.currentThread());
                            changes.incrementAndGet();
                        },
                        () -> looks.incrementAndGet() % 2 == 0);
        assertEquals(looks.get(), seen.number());
        assertEquals((looks.get() + 1) / 2, seen.wrong());
        assertTrue(changes.get() > 0);
        assertTrue(thread.get() == null || !thread.get().isAlive());
        assertEquals("1,200 looks, 3 of them wrong", new Looks(1_200, 3).toString());
    }

    @Test
    void aChangeThatFailsIsTold() {
        var failure =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Looks.during(
                                        SHORT,
                                        () -> {
                                            throw new ArithmeticException("no eggs");
                                        },
                                        () -> true));
        assertEquals("no eggs", failure.getCause().getMessage());
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> Looks.during(Duration.ofSeconds(50), () -> {}, () -> true));
    }
}
