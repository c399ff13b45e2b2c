package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StandstillTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void threadsThatWaitForOneAnotherStandStillUntilItIsClosed() throws Exception {
        for (var kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            var one = new ReentrantLock();
            var other = new ReentrantLock();
            var thread = new AtomicReference<Thread>();
            try (var seen =
                    Standstill.of(
                            kind,
                            () -> {
                                thread.set(Thread.currentThread());
                                both(one, other);
                            },
                            () -> both(other, one))) {
                assertTrue(seen.reached());
                assertTrue(seen.toString().endsWith("jobs went well. Now all stand still."));
                assertEquals("cook 1", thread.get().getName());
                assertTrue(thread.get().isAlive());
                if (!thread.get().isVirtual()) {
                    // Other tests of this JVM may have a deadlock of their own at the same time.
                    assertTrue(
                            Jvm.deadlocked()
                                    .containsAll(
                                            List.of(
                                                    "cook 1 waits for cook 2",
                                                    "cook 2 waits for cook 1")));
                }
            }
            assertFalse(thread.get().isAlive());
            assertFalse(one.isLocked() || other.isLocked());
        }
    }

    private static void both(Lock one, Lock other) throws InterruptedException {
        one.lockInterruptibly();
        try {
            Thread.yield(); // on a single carrier, nothing else lets the other one come in between
            other.lockInterruptibly();
            other.unlock();
        } finally {
            one.unlock();
        }
    }

    @Test
    void thoseWhoGoOnAreEndedAfterTheLimit() throws Exception {
        try (var seen = Standstill.within(SHORT, Thread.ofVirtual(), () -> Thread.sleep(1))) {
            assertFalse(seen.reached());
            assertTrue(seen.done() > 0);
            assertTrue(
                    seen.toString().endsWith("Nobody stood still within 100 ms."), seen::toString);
        }
    }

    @Test
    void aJobThatFailsIsTold() {
        var failure =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Standstill.within(
                                        LONG,
                                        Thread.ofPlatform(),
                                        () -> {
                                            throw new ArithmeticException("no pan");
                                        }));
        assertEquals("no pan", failure.getCause().getMessage());
    }

    @Test
    void anInterruptEndsTheThreads() throws Exception {
        var begun = new CountDownLatch(1);
        var worker = new AtomicReference<Thread>();
        var caller =
                Thread.ofPlatform()
                        .start(() ->
                                assertThrows(
                                        InterruptedException.class,
                                        () ->
                                                Standstill.within(
                                                        LONG,
                                                        Thread.ofPlatform(),
                                                        () -> {
                                                            worker.set(Thread.currentThread());
                                                            begun.countDown();
                                                            Thread.sleep(1);
                                                        })));
        begun.await();
        caller.interrupt();
        caller.join();
        assertFalse(worker.get().isAlive());
    }
}
