package workbench.internal.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {

    /** JUnit and other tests have threads in this JVM as well: these are none of theirs. */
    private static final String OWN = "own ";

    @BeforeEach
    void remember() {
        Threads.remember();
    }

    /** Of what is left, what this class started. */
    private static Map<String, Integer> left() throws InterruptedException {
        var left = new TreeMap<>(Threads.left(Duration.ZERO));
        left.keySet().removeIf(name -> !name.startsWith(OWN));
        return left;
    }

    @Test
    void namesPlatformAndVirtualThreadsThatAreLeft() throws Exception {
        var running = new CountDownLatch(3);
        var end = new CountDownLatch(1);
        Runnable waits =
                () -> {
                    running.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        var platform = Thread.ofPlatform().name(OWN + "forgotten").start(waits);
        var virtual = Thread.ofVirtual().name(OWN + "light").start(waits);
        var other = Thread.ofVirtual().name(OWN + "light").start(waits);
        running.await();
        assertEquals(Map.of("own forgotten", 1, "own light (virtual)", 2), left());
        end.countDown();
        platform.join();
        virtual.join();
        other.join();
        assertEquals(Map.of(), left());
        assertEquals("No thread was left behind.", Threads.report(Map.of()));
    }

    @Test
    void aVirtualThreadWithoutANameIsOneToo() throws Exception {
        var end = new CountDownLatch(1);
        var virtual = Thread.startVirtualThread(() -> awaitEnd(end));
        assertTrue(Threads.left(Duration.ZERO).getOrDefault("virtual thread", 0) >= 1);
        end.countDown();
        virtual.join();
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void remembersNoVirtualThread() throws Exception {
        var end = new CountDownLatch(1);
        var virtual = Thread.ofVirtual().name(OWN + "earlier").start(() -> awaitEnd(end));
        Threads.remember();
        assertEquals(Map.of("own earlier (virtual)", 1), left());
        end.countDown();
        virtual.join();
    }

    @Test
    void remembersAPlatformThread() throws Exception {
        var end = new CountDownLatch(1);
        var thread = Thread.ofPlatform().name(OWN + "kept").start(() -> awaitEnd(end));
        Threads.remember();
        assertEquals(Map.of(), left());
        end.countDown();
        thread.join();
    }

    @Test
    void waitsForWhatIsJustEnding() throws Exception {
        var asked = new CountDownLatch(1);
        var thread =
                Thread.ofPlatform()
                        .name(OWN + "ending")
                        .start(() -> {
                            asked.countDown();
                            for (var end = System.nanoTime() + 100_000_000;
                                    System.nanoTime() < end; ) {
                                Thread.onSpinWait();
                            }
                        });
        asked.await();
        assertFalse(Threads.left(Duration.ofSeconds(10)).containsKey("own ending"));
        thread.join();
    }

    @Test
    void isSilentAboutWhatBelongsToAll() throws Exception {
        CompletableFuture.runAsync(() -> {}).join();
        new CompletableFuture<>()
                .orTimeout(1, java.util.concurrent.TimeUnit.MILLISECONDS)
                .exceptionally(timeout -> null)
                .join();
        var _ = IntStream.range(0, 1000).parallel().sum();
        // A virtual thread that waits on a socket brings the JVM's own pollers into being.
        try (var server =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var accepting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var socket = server.accept()) {
                                    socket.getInputStream().read();
                                } catch (java.io.IOException closed) {
                                    // The test closes it.
                                }
                            });
            try (var client = new java.net.Socket(server.getInetAddress(), server.getLocalPort())) {
                client.getOutputStream().write(1);
            }
            accepting.join();
        }
        var shared = Pattern.compile("ForkJoinPool.common.*|CompletableFutureDelay.*|.*Poller.*");
        var left = Threads.left(Duration.ZERO);
        assertTrue(left.keySet().stream().noneMatch(shared.asMatchPredicate()), "" + left);
    }

    @Test
    void whatWaitsDoesNotCompute() throws Exception {
        var end = new CountDownLatch(1);
        var waiting = Thread.ofPlatform().name(OWN + "waiting").start(() -> awaitEnd(end));
        var before = System.nanoTime();
        var busy = Threads.busy();
        assertTrue(System.nanoTime() - before >= Duration.ofMillis(40).toNanos());
        assertFalse(busy.orElse("").contains("waiting"), busy.orElse(""));
        end.countDown();
        waiting.join();
        Thread.currentThread().interrupt();
        assertEquals(Optional.empty(), Threads.busy());
        assertTrue(Thread.interrupted());
    }

    @Test
    void whatComputesIsNamedWithWhatToDo() throws Exception {
        assertEquals(
                "an interrupted cell is still computing and makes these times longer: restart the "
                        + "kernel",
                busyWith(Thread.ofPlatform().name("notebook")));
        assertEquals(
                "a virtual thread is still computing and makes these times longer: end it, or "
                        + "restart the kernel",
                busyWith(Thread.ofVirtual()));
        assertEquals(
                "the thread own pool is still computing and makes these times longer: end it, or "
                        + "restart the kernel",
                busyWith(Thread.ofPlatform().name(OWN + "pool")));
    }

    private static String busyWith(Thread.Builder builder) throws InterruptedException {
        var end = new CountDownLatch(1);
        var thread =
                builder.start(() -> {
                    while (end.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                });
        try {
            // On a busy machine it may get no core for a moment.
            return await().until(Threads::busy, Optional::isPresent).orElseThrow();
        } finally {
            end.countDown();
            thread.join();
        }
    }

    @Test
    void aPoolOrAServiceThatIsOpenIsToldWithWhatToDo() throws Exception {
        try (var pool = Executors.newFixedThreadPool(2)) {
            pool.submit(() -> {}).get();
            var left = Threads.left(Duration.ZERO);
            assertTrue(
                    left.keySet().stream().anyMatch(name -> name.startsWith("pool-")), "" + left);
        }
        assertEquals(
                "1 thread was left behind: pool-1-thread-1. An executor is still open: close it, "
                        + "best by try (var executor = …).",
                Threads.report(Map.of("pool-1-thread-1", 1)));
        assertTrue(
                Threads.report(Map.of("genre service acceptor", 1))
                        .contains("A local service is still open"));
        assertTrue(Threads.report(Map.of("OkHttp http://127.0.0.1/...", 1)).contains("A call"));
        assertTrue(Threads.report(Map.of("jjava-exec-abc-0", 1)).contains("interrupted cell"));
        assertEquals(
                "3 threads were left behind: a and 2 × b. Join them, or end what keeps them "
                        + "busy, in the cell that starts them.",
                Threads.report(new TreeMap<>(Map.of("a", 1, "b", 2))));
    }

    @Tag("slow")
    @Test
    void codeThatIgnoresInterruptsIsStillThere() {
        var end = new CountDownLatch(1);
        var outcome =
                Stoppable.run(
                        Duration.ofMillis(1),
                        () -> {
                            while (true) {
                                try {
                                    end.await();
                                    return null;
                                } catch (InterruptedException ignored) {
                                    // That is the point.
                                }
                            }
                        });
        end.countDown();
        assertEquals(new Stoppable.Outcome<>(Stoppable.End.TIMED_OUT, null, null, false), outcome);
    }
}
