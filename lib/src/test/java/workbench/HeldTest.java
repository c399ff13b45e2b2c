package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // it counts the threads of the whole JVM, and other tests start and end hundreds
@Tag("slow")
class HeldTest {

    private static Held held(int threads, long heap, long process) {
        return new Held(threads, heap, OptionalLong.of(process));
    }

    @Test
    void aDifferenceIsToldForEachWait() {
        assertEquals(
                "for each of 5,000: 1.00 platform threads, 0.80 kB of heap,"
                        + " 41 kB of the process's memory",
                held(5_017, 24_000_000, 405_000_000)
                        .since(held(17, 20_000_000, 200_000_000), 5_000));
    }

    @Test
    void whatHasBecomeLessCountsAsNothing() {
        var words = held(10, 5_000, 5_000).since(held(12, 9_000, 9_000), 2);
        assertTrue(words.startsWith("for each of 2: 0.00 platform threads, 0"), words);
    }

    @Test
    void whatTheSystemDoesNotTellIsLeftOut() {
        var untold = new Held(4, 9_000, OptionalLong.empty());
        var words = untold.since(held(2, 5_000, 5_000), 2);
        assertTrue(words.endsWith(" kB of heap"), words);
        assertTrue(held(2, 5_000, 5_000).since(untold, 2).endsWith(" kB of heap"));
    }

    @Test
    void noWaitIsRefused() {
        var now = held(1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> now.since(now, 0));
    }

    @Test
    void platformThreadsThatWaitAreCountedAndVirtualOnesAreNot() throws Exception {
        assertEquals(1, threadsForEachOf(300, Thread.ofPlatform().factory()), 0.2);
        assertEquals(0, threadsForEachOf(300, Thread.ofVirtual().factory()), 0.2);
    }

    @Test
    void threadsThatWaitAreToldAndHaveEndedAfterwards() throws Exception {
        var made = new ConcurrentLinkedQueue<Thread>();
        ThreadFactory kind =
                task -> {
                    var thread = Thread.ofPlatform().unstarted(task);
                    made.add(thread);
                    return thread;
                };
        var words = Held.whileThreadsWait(40, kind);
        assertTrue(words.startsWith("for each of 40: "), words);
        assertEquals(44, made.size());
        assertTrue(made.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aThreadThatCannotBeMadeLeavesNoneBehind() {
        var made = new ConcurrentLinkedQueue<Thread>();
        ThreadFactory kind =
                task -> {
                    if (made.size() == 3) {
                        throw new IllegalStateException("no more");
                    }
                    var thread = Thread.ofVirtual().unstarted(task);
                    made.add(thread);
                    return thread;
                };
        assertThrows(IllegalStateException.class, () -> Held.whileThreadsWait(20, kind));
        assertEquals(3, made.size());
        assertTrue(made.stream().noneMatch(Thread::isAlive));
        assertThrows(IllegalArgumentException.class, () -> Held.whileThreadsWait(0, kind));
    }

    private static double threadsForEachOf(int n, ThreadFactory kind) throws Exception {
        var box = new CompletableFuture<String>();
        var begun = new CountDownLatch(n);
        var before = Held.now();
        try (var executor = Executors.newThreadPerTaskExecutor(kind)) {
            try {
                for (int i = 0; i < n; i++) {
                    executor.submit(() -> {
                        begun.countDown();
                        return box.get();
                    });
                }
                begun.await();
                return (Held.now().platformThreads() - before.platformThreads()) / (double) n;
            } finally {
                box.complete("there");
            }
        }
    }
}
