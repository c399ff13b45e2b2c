package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkTest {

    @Test
    void theThreadHasHadACoreForSoLong() throws Exception {
        var account = ManagementFactory.getThreadMXBean();
        long before = account.getCurrentThreadCpuTime();
        long result = Work.compute(30);
        assertTrue(account.getCurrentThreadCpuTime() - before >= 30_000_000);
        assertEquals(result, Work.compute(0), "the same result, however often it was computed");
    }

    @Test
    void anInterruptEndsItAndIsTold() throws Exception {
        var work = new FutureTask<>(() -> Work.compute(60_000));
        var thread = Thread.ofPlatform().start(work);
        thread.interrupt();
        var failure = assertThrows(ExecutionException.class, () -> work.get(30, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, failure.getCause());
        thread.join();
        assertFalse(thread.isAlive());
    }

    @Test
    void aVirtualThreadIsSentAway() throws Exception {
        var work = new FutureTask<>(() -> Work.compute(1));
        Thread.startVirtualThread(work);
        var failure = assertThrows(ExecutionException.class, work::get);
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @Test
    void mixingGivesTheSameEveryTimeAndBothHalves() {
        assertEquals(5, Work.mix(5, 0));
        assertEquals((5 * 31) * 31 + 1, Work.mix(5, 2));
        for (int rounds : new int[] {1, 10, 1_000}) {
            int even = 0;
            for (int number = 0; number < 1_000; number++) {
                even += Work.mix(number, rounds) % 2 == 0 ? 1 : 0;
            }
            assertEquals(500, even);
        }
    }

    @Test
    void aJobIsStoppedByAnInterruptOfItsMakerOrOfWhoDoesIt() throws Exception {
        var job = Work.stoppable(i -> "job " + i);
        assertEquals("job 7", job.apply(7));
        assertEquals("job 8", CompletableFuture.supplyAsync(() -> job.apply(8)).get());

        var doer = new FutureTask<>(() -> job.apply(9));
        var thread =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            Thread.currentThread().interrupt();
                            doer.run();
                        });
        thread.start();
        var failure = assertThrows(ExecutionException.class, doer::get);
        assertInstanceOf(CancellationException.class, failure.getCause());

        var other = new FutureTask<>(() -> job.apply(10));
        Thread.currentThread().interrupt();
        try {
            Thread.ofVirtual().start(other);
            while (!other.isDone()) {
                Thread.onSpinWait();
            }
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertInstanceOf(CancellationException.class, other.exceptionNow());
    }
}
