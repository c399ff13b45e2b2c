package workbench.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CalmTest {

    @Test
    void theWorkSeesNoInterruptAndTheCallerKeepsIt() {
        Thread.currentThread().interrupt();
        var interrupted = Calm.call("work", () -> Thread.currentThread().isInterrupted());
        assertTrue(Thread.interrupted());
        assertFalse(interrupted);
        assertEquals("work", Calm.call("work", () -> Thread.currentThread().getName()));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void whatTheWorkThrowsComesOut() {
        for (Throwable thrown : List.of(new IllegalArgumentException(), new AssertionError())) {
            assertSame(
                    thrown,
                    assertThrows(thrown.getClass(), () -> Calm.call("work", () -> fail(thrown))));
        }
        var checked = new IOException();
        var failure =
                assertThrows(
                        IllegalStateException.class, () -> Calm.call("work", () -> fail(checked)));
        assertSame(checked, failure.getCause());
    }

    private static Object fail(Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (Exception) thrown;
    }

    @Test
    void threadsAreWaitedForAndAnInterruptIsKept() {
        var go = new CountDownLatch(1);
        var ended = new AtomicInteger();
        var threads =
                Stream.generate(() ->
                                Thread.startVirtualThread(() -> {
                                    assertDoesNotThrow(() -> go.await());
                                    ended.incrementAndGet();
                                }))
                        .limit(2)
                        .toList();
        Thread.currentThread().interrupt();
        Thread.startVirtualThread(go::countDown);
        Calm.join(threads);
        assertTrue(Thread.interrupted());
        assertEquals(2, ended.get());
    }
}
