package workbench.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ThreadsTest {

    @BeforeEach
    void remember() {
        Threads.remember();
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
        var platform = Thread.ofPlatform().name("forgotten").start(waits);
        var virtual = Thread.ofVirtual().name("light").start(waits);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.submit(waits);
            running.await();
            assertEquals(
                    Map.of("forgotten", 1, "light (virtual)", 1, "virtual thread", 1),
                    Threads.left(Duration.ZERO));
            end.countDown();
        }
        platform.join();
        virtual.join();
        assertEquals(
                "No thread was left behind.", Threads.report(Threads.left(Duration.ofSeconds(10))));
    }

    @Test
    void remembersNoVirtualThread() throws Exception {
        var end = new CountDownLatch(1);
        var virtual =
                Thread.ofVirtual()
                        .name("earlier")
                        .start(() -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Threads.remember();
        assertEquals(Map.of("earlier (virtual)", 1), Threads.left(Duration.ZERO));
        end.countDown();
        virtual.join();
    }

    @Test
    void waitsForWhatIsJustEnding() throws Exception {
        var asked = new CountDownLatch(1);
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            asked.countDown();
                            for (var end = System.nanoTime() + 100_000_000;
                                    System.nanoTime() < end; ) {
                                Thread.onSpinWait();
                            }
                        });
        asked.await();
        assertEquals(Map.of(), Threads.left(Duration.ofSeconds(10)));
        thread.join();
    }

    @Test
    void isSilentAboutWhatBelongsToAll() throws Exception {
        CompletableFuture.runAsync(() -> {}).join();
        new CompletableFuture<>()
                .orTimeout(1, java.util.concurrent.TimeUnit.MILLISECONDS)
                .exceptionally(timeout -> null)
                .join();
        IntStream.range(0, 1000).parallel().sum();
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
        assertEquals(Map.of(), Threads.left(Duration.ofSeconds(10)));
    }

    @Test
    void aPoolOrAServiceThatIsOpenIsToldWithWhatToDo() throws Exception {
        try (var pool = Executors.newFixedThreadPool(2)) {
            pool.submit(() -> {}).get();
            var report = Threads.report(Threads.left(Duration.ZERO));
            assertTrue(report.startsWith("1 thread was left behind: pool-"), report);
            assertTrue(
                    report.endsWith(
                            "An executor is still open: close it, best by "
                                    + "try (var executor = …)."),
                    report);
        }
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

    @Test
    void aWorkerThatIgnoresInterruptsIsToldAsStillThere() {
        var end = new CountDownLatch(1);
        var outcome =
                Worker.run(
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
        assertEquals(new Worker.Outcome<>(Worker.End.TIMED_OUT, null, null, false), outcome);
    }
}
