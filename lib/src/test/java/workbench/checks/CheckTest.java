package workbench.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CheckTest {

    /** A job that ends late, and a solution's thread: which of the two is there at the end? */
    private static boolean outlasts(Runnable solution) throws InterruptedException {
        var done = new AtomicBoolean();
        var thread = Thread.ofVirtual().start(solution);
        var job =
                Thread.ofVirtual()
                        .start(() -> {
                            Check.outlast(thread);
                            done.set(true);
                        });
        thread.join();
        var outlasted = !done.get();
        job.join();
        return outlasted;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void outlastsWhoeverWaitsForATime() throws Exception {
        assertTrue(outlasts(() -> {}));
        assertTrue(outlasts(() -> sleep(1_000)));
        assertTrue(outlasts(() -> LockSupport.parkNanos(800_000_000)));
        assertTrue(
                outlasts(() -> {
                    for (int i = 0; i < 100; i++) {
                        sleep(10);
                    }
                }));
    }

    @Test
    void doesNotOutlastWhoeverWaitsForTheJob() throws Exception {
        var solution = Thread.currentThread();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> Check.outlast(solution)).get();
        }
        Check.outlast(solution); // whoever does the job himself
        var closed = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> {
                Check.outlast(solution); // who closes, which waits for a day at most
                closed.countDown();
            });
        }
        assertEquals(0, closed.getCount());
    }

    @Test
    void anInterruptEndsOutlastingAndIsKept() {
        Thread.currentThread().interrupt();
        Check.outlast(Thread.currentThread());
        assertTrue(Thread.interrupted());
    }

    @Test
    void saysEachThingOnce() {
        var check = new Check();
        check.that(true, "one");
        check.equal("two", List.of(1), List.of(1));
        check.that(true, "one");
        assertEquals("one; two: as expected", check.seen());
        assertEquals("one", check.last());
    }

    @Test
    void countsWhatWasAsExpectedWhereItIsMuch() {
        var check = new Check();
        for (var what : List.of("a", "b", "c", "d")) {
            check.equal(what, 1, 1);
        }
        check.that(true, "most at once: 3");
        assertEquals("most at once: 3; 4 things: as expected", check.seen());
    }

    @Test
    void endsAtTheFirstThatIsNotRightAndSaysOnlyThat() {
        var check = new Check();
        assertThrows(Check.NotYet.class, () -> check.that(false, "one"));
        assertEquals("one", check.wrong());
        var other = new Check();
        other.that(true, "most at once: 3");
        other.equal("two", 2, 2);
        assertThrows(Check.NotYet.class, () -> other.that(false, "most at once: 3"));
        assertEquals("most at once: 3. What was checked before that is right", other.wrong());
        var asks = new Check();
        asks.that(true, "one");
        assertThrows(Check.NotYet.class, () -> asks.that(false, "empty; who fills it?"));
        assertEquals("empty; who fills it? What was checked before that is right", asks.wrong());
    }
}
