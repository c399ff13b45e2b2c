package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbeTest {

    @Test
    void worksUntilItIsReleased() throws Exception {
        var probe = new Probe("doom polka");
        assertFalse(probe.hasBegun());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var future = executor.submit(probe);
            probe.awaitBegun();
            assertTrue(probe.hasBegun());
            assertFalse(probe.hasEnded());
            probe.release();
            probe.release();
            assertEquals("doom polka", future.get(5, TimeUnit.SECONDS));
            probe.awaitEnd();
            assertTrue(probe.hasEnded());
            assertFalse(probe.wasInterrupted());
        }
    }

    @Test
    void obeysAnInterruptAndNotesIt() throws Exception {
        var probe = new Probe();
        var task = new FutureTask<>(probe);
        var thread = Thread.startVirtualThread(task);
        probe.awaitBegun();
        thread.interrupt();
        probe.awaitEnd();
        assertTrue(probe.wasInterrupted());
        thread.join();
        assertEquals(InterruptedException.class, task.exceptionNow().getClass());
    }

    @Test
    void asASupplierItKeepsTheFlagAndIsCancelled() throws Exception {
        var probe = new Probe();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, probe::get);
        assertTrue(Thread.interrupted());
        assertTrue(probe.wasInterrupted());

        var other = new Probe("acid waltz");
        var future = CompletableFuture.supplyAsync(other);
        other.release();
        assertEquals("acid waltz", future.get(5, TimeUnit.SECONDS));
    }

    @Test
    void oneThatIsSlowToCleanUpEndsWhenItIsReleased() throws Exception {
        var probe = Probe.slowToCleanUp();
        var task = new FutureTask<>(probe);
        var thread = Thread.ofPlatform().start(task);
        probe.awaitBegun();
        thread.interrupt();
        while (!probe.wasInterrupted()) {
            Thread.sleep(1);
        }
        thread.interrupt();
        assertFalse(probe.hasEnded());
        probe.release();
        probe.awaitEnd();
        assertTrue(probe.wasInterrupted());
        thread.join();
    }
}
