package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A server of the tests, of which nothing is known: it may be no service at all. */
final class Stranger implements AutoCloseable {
    /** Where nothing listens: port 1 is reserved. */
    static final String NOBODY = "http://127.0.0.1:1";

    final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server;

    /** Answers every request with this and hangs up; without one, begins and never ends. */
    Stranger(String answer) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    var in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8));
                    for (var line = "head"; !line.isEmpty(); ) {
                        line = Objects.requireNonNullElse(in.readLine(), "");
                    }
                    requests.incrementAndGet();
                    while (answer == null) {
                        socket.getOutputStream().write('H');
                        LockSupport.parkNanos(10_000_000); // so slow that no limit is reached
                    }
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException goneOrClosed) {
                    // Whoever asked has heard enough, or the test is over.
                }
            }
        });
    }

    /** An answer; each header ends with its line. */
    static String http(String status, String headers, String body) {
        return "HTTP/1.1 "
                + status
                + "\r\nConnection: close\r\n"
                + headers
                + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    String base() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** That a sentence says why a chosen service is not taken, and the local one is. */
    static void isRefused(
            String base, String variable, String what, String why, Supplier<LocalService> choose)
            throws Exception {
        var said =
                Output.of(
                                () -> {
                                    try (var chosen = choose.get()) {
                                        assertTrue(chosen.isLocal());
                                        assertNotEquals(base, chosen.base());
                                    }
                                })
                        .strip();
        assertTrue(
                said.startsWith(
                        variable + " is \"" + base + "\", which gives no " + what + " (" + why),
                said);
        assertTrue(said.endsWith("): the local service answers instead."), said);
        assertTrue(said.matches("\\P{C}+"), said);
    }

    /** That a chosen service is taken, and nothing is said of it. */
    static void isTaken(String base, Supplier<LocalService> choose) throws Exception {
        assertEquals(
                "",
                Output.of(() -> {
                    try (var chosen = choose.get()) {
                        assertEquals(base, chosen.base());
                        assertFalse(chosen.isLocal());
                    }
                }));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
