package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TogetherTest {

    @Test
    void allPartsRunAtTheSameTimeEachWithItsNumber() throws Exception {
        var seen = new ConcurrentSkipListSet<Integer>();
        var barrier = new CyclicBarrier(3);
        Together.run(
                3,
                thread -> {
                    barrier.await(5, TimeUnit.SECONDS);
                    seen.add(thread);
                });
        assertEquals(List.of(0, 1, 2), List.copyOf(seen));
    }

    @Test
    void resultsStandInTheOrderOfTheThreads() throws Exception {
        assertEquals(List.of("0", "1", "2", "3", "4"), Together.call(5, thread -> "" + thread));
        assertEquals(Arrays.asList(null, null), Together.call(2, _ -> null));
    }

    @Test
    void theFirstFailureEndsTheOthersAndIsTold() {
        var interrupted = new AtomicBoolean();
        var failure =
                assertThrows(
                        ExecutionException.class,
                        () ->
                                Together.run(
                                        2,
                                        thread -> {
                                            if (thread == 1) {
                                                throw new IOException("no room");
                                            }
                                            try {
                                                new CountDownLatch(1).await();
                                            } catch (InterruptedException e) {
                                                interrupted.set(true);
                                                throw e;
                                            }
                                        }));
        assertEquals("no room", failure.getCause().getMessage());
        assertTrue(interrupted.get());
    }

    @Test
    void anInterruptOfTheCallerEndsAllParts() throws Exception {
        var begun = new CountDownLatch(2);
        var ended = new CountDownLatch(2);
        var told = new AtomicBoolean();
        var caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                Together.run(
                                        2,
                                        _ -> {
                                            begun.countDown();
                                            try {
                                                new CountDownLatch(1).await();
                                            } finally {
                                                ended.countDown();
                                            }
                                        });
                            } catch (InterruptedException e) {
                                told.set(ended.getCount() == 0);
                            } catch (ExecutionException e) {
                                told.set(false);
                            }
                        });
        assertTrue(begun.await(5, TimeUnit.SECONDS));
        caller.interrupt();
        caller.join(5_000);
        assertFalse(caller.isAlive());
        assertTrue(told.get());
    }

    @Test
    void noThreadIsRefused() {
        var failure = assertThrows(IllegalArgumentException.class, () -> Together.run(0, _ -> {}));
        assertEquals("There has to be a thread, not 0.", failure.getMessage());
    }
}
