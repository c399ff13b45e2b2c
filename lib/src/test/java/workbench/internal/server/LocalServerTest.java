package workbench.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.IntStream;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.internal.http2.StreamResetException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import workbench.Counters;

@Timeout(120)
class LocalServerTest {
    /** Answers digits, with the seed of the query. */
    private static final Answers DIGITS =
            new Answers() {
                @Override
                public Integer seed(String path, String query) {
                    return Answers.seedIn(query);
                }

                @Override
                public Reply answer(String path, String query, Integer seed, String text) {
                    return Reply.text(200, "0123456789");
                }
            };

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Counters counters(LocalServer server) {
        return CountersJson.read(server.command("counters"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void aStalledAnswerArrivesInPartAndEnds(Protocol protocol) throws Exception {
        try (var server = new LocalServer("stalling", DIGITS);
                var client = new Client(protocol)) {
            server.command("stall " + Duration.ofMillis(50).toNanos());
            var stalled = new Misbehaviour(Misbehaviour.Kind.STALLED, 200, 0, "", 1);
            server.command("fault 1 " + stalled.toJson());
            var request = new Request.Builder().url(server.base() + "/?seed=1").build();
            try (var response = client.http.newCall(request).execute()) {
                assertEquals(200, response.code());
                assertEquals("10", response.header("Content-Length"));
                var body = response.body().source();
                assertEquals("01234", body.readUtf8(5));
                Class<? extends IOException> cutOff =
                        protocol == Protocol.HTTP_1_1
                                ? ProtocolException.class
                                : StreamResetException.class;
                assertThrows(cutOff, () -> body.readUtf8(1));
            }
            assertEquals("0123456789", client.get(server.base() + "/?seed=1").body());
            assertEquals(1, counters(server).unfinished());
        }
    }

    @Test
    void oneThatDoesNotAnswerItselfInTimeIsGivenUpInASentence() {
        var late =
                new Answers() {
                    @Override
                    public Integer seed(String path, String query) {
                        return null;
                    }

                    @Override
                    public Reply answer(String path, String query, Integer seed, String text) {
                        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                        return Reply.text(200, "late");
                    }
                };
        var limit = Duration.ofMillis(300);
        var refused =
                assertThrows(
                        UncheckedIOException.class, () -> new LocalServer("late", late, limit));
        assertTrue(
                refused.getMessage().contains("does not answer on the loopback interface"),
                refused.getMessage());
    }

    /** More than Netty gathers before it writes, all due when the event loop looks. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void manyAnswersAtOnceArriveWhole(Protocol protocol) throws Exception {
        var count = protocol == Protocol.HTTP_1_1 ? 100 : 2_000;
        var latency = Duration.ofSeconds(2);
        var letGo = new CountDownLatch(1);
        var answers =
                new Answers() {
                    @Override
                    public Integer seed(String path, String query) {
                        return null;
                    }

                    @Override
                    public Reply answer(String path, String query, Integer seed, String text) {
                        if (path.equals("/hold")) {
                            hold(letGo);
                        }
                        return Reply.text(200, "0123456789");
                    }
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var server = new LocalServer("many", answers);
                var client = new Client(protocol)) {
            client.get(server.base() + "/");
            server.command("latency " + latency.toNanos());
            var all = threads.submit(() -> client.getAll(count, i -> server.base() + "/" + i));
            Awaitility.await().forever().until(() -> counters(server).requests() == count + 1);
            var hold = threads.submit(() -> client.get(server.base() + "/hold"));
            Thread.sleep(latency);
            letGo.countDown();
            for (var answer : all.get()) {
                assertEquals("0123456789", answer.body());
            }
            assertEquals(200, hold.get().status());
        }
    }

    /** Netty would log it, and without a logger's provider that is on the reader's stderr. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
            })
    void aClientThatHangsUpIsNothingToReport(String begin) throws Exception {
        var logged = new ConcurrentLinkedQueue<String>();
        var netty = Logger.getLogger("io.netty");
        var handler =
                new StreamHandler() {
                    @Override
                    public void publish(LogRecord each) {
                        logged.add(each.getMessage() + each.getThrown());
                    }
                };
        netty.addHandler(handler);
        try (var server = new LocalServer("patient", DIGITS)) {
            server.command("latency " + Duration.ofMinutes(10).toNanos());
            for (int i = 0; i < 5; i++) {
                try (var socket = new Socket("127.0.0.1", URI.create(server.base()).getPort())) {
                    socket.getOutputStream().write(begin.getBytes(StandardCharsets.UTF_8));
                    if (begin.startsWith("PRI")) {
                        socket.getInputStream().read();
                    }
                    socket.setSoLinger(true, 0); // closing resets
                }
            }
            Awaitility.await().forever().until(() -> server.connections() == 0);
        } finally {
            netty.removeHandler(handler);
        }
        assertEquals(List.of(), List.copyOf(logged));
    }

    @Test
    void closeLeavesNoThreadAndFreesThePort() throws Exception {
        var name = "closing " + System.nanoTime();
        var server = new LocalServer(name, DIGITS);
        var port = URI.create(server.base()).getPort();
        try (var client = new Client(Protocol.HTTP_1_1)) {
            client.get(server.base() + "/");
            assertEquals(2, threads(name));
            server.command("latency " + Duration.ofMinutes(10).toNanos());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var calls =
                        IntStream.range(0, 100)
                                .mapToObj(_ ->
                                        threads.submit(() ->
                                                assertThrows(
                                                        IOException.class,
                                                        () -> client.get(server.base() + "/"))))
                                .toList();
                Awaitility.await().forever().until(() -> counters(server).inFlight() == 100);
                server.close();
                for (var call : calls) {
                    call.get();
                }
            }
        }
        assertEquals(0, counters(server).inFlight());
        assertEquals(100, counters(server).unfinished());
        server.close();
        assertEquals(0, threads(name));
        assertEquals(0, threads("globalEventExecutor"));
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latency",
                "latency soon",
                "jitter 1",
                "fault",
                "fault 1",
                "fault 1 {",
                "fault 1 {\"kind\":\"NONE\"}",
                "fault x {}",
                "shout"
            })
    void whatIsNoCommandIsRefused(String line) {
        try (var server = new LocalServer("refusing", DIGITS)) {
            assertThrows(IllegalArgumentException.class, () -> server.command(line));
        }
    }
}
