package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrafficTest {
    private static final long MS = 1_000_000;

    private final AtomicLong now = new AtomicLong(-5_000 * MS); // nanoTime may be negative

    private Traffic traffic(int places) {
        return new Traffic(places, now::get);
    }

    /** Two places; one enters every 10 ms and stays for 20. */
    private Traffic even(int count) {
        var traffic = traffic(2);
        for (int i = 0; i < count + 2; i++) {
            if (i >= 2) {
                traffic.leaves(i - 2);
            }
            if (i < count) {
                traffic.enters(i);
            }
            now.addAndGet(5 * MS);
            traffic.look();
            now.addAndGet(5 * MS);
        }
        return traffic;
    }

    @Test
    void threeNumbersOfTheTimeInWhichAllPlacesAreTaken() {
        var traffic = even(20);
        assertEquals(100, traffic.perSecond(), 1e-9);
        assertEquals(.020, traffic.secondsEach(), 1e-9);
        assertEquals(2, traffic.seen(), 1e-9);
        assertEquals(2, traffic.most());
        assertEquals(
                "100 per second × 0.020 s = 2.0 inside; seen 2.0, and 2 at most",
                traffic.toString());
    }

    @Test
    void whatIsSeenIsNotComputedFromTheOtherTwo() {
        var traffic = traffic(1);
        for (int i = 0; i < 10; i++) {
            traffic.enters(i);
            now.addAndGet(10 * MS);
            traffic.leaves(i);
        }
        assertEquals(1, traffic.perSecond() * traffic.secondsEach(), .2);
        assertEquals(0, traffic.seen(), "nobody has looked");
    }

    @Test
    void tooFewForATimeThatCounts() {
        var traffic = traffic(3);
        traffic.enters(1);
        traffic.enters(2);
        now.addAndGet(10 * MS);
        traffic.look();
        traffic.leaves(1);
        assertEquals(0, traffic.perSecond());
        assertEquals(0, traffic.secondsEach());
        assertEquals(0, traffic.seen());
        assertEquals(2, traffic.most());
    }

    @Test
    void nobodyLeavesWhoHasNotEntered() {
        var traffic = traffic(1);
        assertThrows(IllegalArgumentException.class, () -> traffic.leaves(7));
        assertThrows(IllegalArgumentException.class, () -> traffic(0));
    }

    @Test
    void aThreadLooksUntilItIsClosed() throws Exception {
        var traffic = new Traffic(4);
        try (traffic;
                var executor = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 60; i++) {
                int number = i;
                executor.submit(() -> {
                    traffic.enters(number);
                    Thread.sleep(10);
                    traffic.leaves(number);
                    return null;
                });
            }
        }
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("traffic")));
        assertEquals(4, traffic.most());
        assertTrue(traffic.seen() > 2 && traffic.seen() <= 4, traffic.toString());
        assertTrue(traffic.perSecond() > 0 && traffic.secondsEach() >= .009, traffic.toString());
    }

    @Test
    void aCloseKeepsTheInterrupt() {
        var traffic = new Traffic(1);
        Thread.currentThread().interrupt();
        traffic.close();
        assertTrue(Thread.interrupted());
        assertFalse(Thread.interrupted());
    }
}
