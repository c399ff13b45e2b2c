package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static workbench.Stranger.http;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.internal.http2.StreamResetException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import workbench.internal.server.Client;

@Timeout(120)
class GenreServiceTest {
    private static final JsonAdapter<String> STRING =
            new Moshi.Builder().build().adapter(String.class);
    private static final JsonAdapter<List<String>> STRINGS =
            new Moshi.Builder()
                    .build()
                    .adapter(Types.newParameterizedType(List.class, String.class));

    private GenreService service;

    /** Waits as long as a test may take: a busy machine is no failure. */
    private static ConditionFactory await() {
        return Awaitility.await().forever();
    }

    @BeforeEach
    void open() {
        service = GenreService.local();
        service.latency(Duration.ZERO);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void fetchesAGenreByTheWayAndRecordsIt() throws Exception {
        try (var client = new Client(Protocol.HTTP_1_1)) {
            var expected = STRING.fromJson(client.get(service.url(7)).body());
            var fetched = new ArrayList<String>();
            var timeline = Timeline.of("fetch", () -> fetched.add(service.fetch(7)));
            assertEquals(List.of(expected), fetched);
            assertEquals(1, timeline.tasks().size());
        }
        service.fault(8, Fault.status(500));
        assertThrows(UncheckedIOException.class, () -> service.fetch(8));
    }

    @Test
    void speaksBothProtocolsAndTheUpgradeOnOnePort() throws Exception {
        String genre;
        try (var one = new Client(Protocol.HTTP_1_1);
                var two = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
            var answer = one.get(service.url(7));
            genre = STRING.fromJson(answer.body());
            assertEquals(200, answer.status());
            assertEquals("application/json; charset=UTF-8", answer.headers().get("Content-Type"));
            assertEquals(answer.body(), two.get(service.url(7)).body());
        }
        try (var upgrading = HttpClient.newHttpClient()) {
            for (int i = 0; i < 2; i++) {
                var answer =
                        upgrading.send(
                                HttpRequest.newBuilder(URI.create(service.url(7))).build(),
                                BodyHandlers.ofString());
                assertEquals(HttpClient.Version.HTTP_2, answer.version());
                assertEquals(genre, STRING.fromJson(answer.body()));
            }
        }
        assertEquals(4, service.counters().answered(200));
        assertEquals(3, service.counters().connections());
    }

    @Test
    void tenThousandSeedsAreTenThousandFileNames() throws Exception {
        try (var client = new Client(Protocol.HTTP_1_1)) {
            var genres = STRINGS.fromJson(client.get(service.url() + "10000/?seed=0").body());
            assertEquals(
                    10_000,
                    new HashSet<>(
                                    genres.stream()
                                            .map(genre -> genre.toLowerCase(Locale.ROOT))
                                            .toList())
                            .size());
            for (var genre : genres) {
                assertTrue(genre.matches("[a-z]+([ -][a-z]+)*"), genre);
            }
            assertEquals(genres.get(9_999), STRING.fromJson(client.get(service.url(9_999)).body()));
            for (var seed : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                assertTrue(STRING.fromJson(client.get(service.url(seed)).body()).length() > 5);
            }
        }
    }

    @Test
    void speaksTheApiOfTheRealOne() throws Exception {
        try (var client = new Client(Protocol.HTTP_1_1)) {
            assertEquals(3, STRINGS.fromJson(client.get(service.url() + "3/").body()).size());
            assertEquals(3, STRINGS.fromJson(client.get(service.url() + "3").body()).size());
            assertTrue(
                    STRING.fromJson(client.get(service.url().replaceFirst("/$", "")).body())
                                    .length()
                            > 5);
            var random = new HashSet<String>();
            for (int i = 0; i < 20; i++) {
                random.add(client.get(service.url()).body());
            }
            assertTrue(random.size() > 1, random.toString());
            for (var path :
                    List.of(
                            "/",
                            "/wp-json/genrenator/v1/",
                            "/genre/",
                            "/wp-json/genrenator/v1/genre3",
                            "/wp-json/genrenator/v1/genre//",
                            "/wp-json/genrenator/v1/genre/0/",
                            "/wp-json/genrenator/v1/genre/10001/",
                            "/wp-json/genrenator/v1/genre/1/2/",
                            "/wp-json/genrenator/v1/genre/x/")) {
                assertEquals(404, client.get(service.base() + path).status(), path);
            }
            assertEquals(400, client.get(service.url() + "?seed=many").status());
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void countsTruthfullyUnderContention(Protocol protocol) throws Exception {
        var threads = 16;
        var each = 250;
        var current = new AtomicInteger();
        var most = new AtomicInteger();
        try (var client = new Client(protocol);
                var pool = Executors.newFixedThreadPool(threads)) {
            client.get(service.url());
            service.resetCounters();
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                done.add(
                        pool.submit(() -> {
                            for (int j = 0; j < each; j++) {
                                most.accumulateAndGet(current.incrementAndGet(), Math::max);
                                var path =
                                        j % 5 == 0 ? "/nothing/" : "/wp-json/genrenator/v1/genre/";
                                client.get(service.base() + path);
                                current.decrementAndGet();
                            }
                            return null;
                        }));
            }
            for (var future : done) {
                future.get();
            }
            var counters = service.counters();
            assertEquals(threads * each, counters.requests());
            assertEquals(
                    Map.of(200, threads * each * 4 / 5, 404, threads * each / 5),
                    counters.answered());
            assertEquals(0, counters.inFlight());
            assertEquals(0, counters.unfinished());
            assertTrue(counters.mostInFlight() <= most.get(), counters + " but " + most);
            assertTrue(
                    protocol == Protocol.HTTP_1_1 || counters.mostConnections() == 1,
                    counters.toString());
        }
    }

    @Tag("slow")
    @Test
    void onesWaitForTheCountersEnds() throws Exception {
        service.latency(Duration.ofMillis(300));
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(service.url(1))).build();
            var answer = client.sendAsync(request, BodyHandlers.ofString());
            assertEquals(1, service.until(counters -> counters.inFlight() == 1).inFlight());
            assertEquals(1, service.until(counters -> counters.answered(200) == 1).answered(200));
            assertEquals(200, answer.get(5, TimeUnit.SECONDS).statusCode());
        }
        var end = System.nanoTime() + 5_000_000_000L;
        assertEquals(0, service.until(counters -> counters.inFlight() == 1).inFlight());
        assertTrue(System.nanoTime() >= end);
    }

    @Tag("slow")
    @Test
    void aSequentialClientIsNeverSeenTwice() throws Exception {
        try (var client = new Client(Protocol.HTTP_1_1);
                var other = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
            for (int i = 0; i < 500; i++) {
                (i % 2 == 0 ? client : other).get(service.url(i));
                assertEquals(i + 1, service.counters().answered(200));
            }
            assertEquals(1, service.counters().mostInFlight());
            assertEquals(2, service.counters().connections());
            service.resetCounters();
            assertEquals(0, service.counters().connections());
            assertEquals(0, service.counters().mostInFlight());
            client.get(service.url());
            assertEquals(1, service.counters().connections());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void seesExactlyWhatIsInFlight(Protocol protocol) throws Exception {
        try (var client = new Client(protocol)) {
            client.get(service.url());
            service.resetCounters();
            service.latency(Duration.ofMinutes(10));
            var calls =
                    IntStream.range(0, 5)
                            .mapToObj(i ->
                                    client.http.newCall(
                                            new Request.Builder().url(service.url(i)).build()))
                            .toList();
            var failed = new AtomicInteger();
            calls.forEach(call ->
                    call.enqueue(
                            new Callback() {
                                @Override
                                public void onFailure(Call call, IOException e) {
                                    failed.incrementAndGet();
                                }

                                @Override
                                public void onResponse(Call call, Response response) {
                                    response.close();
                                }
                            }));
            await().until(() -> service.counters().inFlight() == 5);
            calls.getFirst().cancel();
            await().until(() -> service.counters().inFlight() == 4);
            assertEquals(1, service.counters().unfinished());
            assertEquals(5, service.counters().mostInFlight());
            calls.forEach(Call::cancel);
            await().until(() -> failed.get() == 5 && service.counters().inFlight() == 0);
            assertEquals(5, service.counters().unfinished());
        }
    }

    /** Never too early; that it is not late, no clock of a busy machine could say. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void holdsItsLatencyAtAThousandAtOnce(Protocol protocol) throws Exception {
        try (var own = GenreService.ownProcess();
                var client = new Client(protocol)) {
            own.latency(Duration.ofMillis(500));
            client.get(own.url());
            own.resetCounters();
            var before = System.nanoTime();
            client.getAll(1_000, own::url);
            var seen = Duration.ofNanos(System.nanoTime() - before);
            var counters = own.counters();
            assertEquals(1_000, counters.answered(200));
            var median = counters.medianLatency().toMillis();
            assertTrue(median >= 500 && median <= seen.toMillis(), median + " ms of " + seen);
        }
    }

    /** The latency doubles until a slow machine, too, has them all in flight at once. */
    @Tag("slow")
    @Test
    void answersTenThousandInFlightOnOneConnection() throws Exception {
        var count = 10_000;
        try (var own = GenreService.ownProcess()) {
            var counters = own.counters();
            for (int seconds = 4; seconds <= 32 && counters.mostInFlight() < count; seconds *= 2) {
                own.latency(Duration.ZERO);
                try (var client = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
                    client.get(own.url());
                    own.latency(Duration.ofSeconds(seconds));
                    own.resetCounters();
                    var genres = new HashSet<String>();
                    for (var answer : client.getAll(count, own::url)) {
                        assertEquals(200, answer.status());
                        genres.add(answer.body());
                    }
                    assertEquals(count, genres.size());
                    counters = own.counters();
                    assertEquals(count, counters.answered(200));
                    assertEquals(0, counters.inFlight());
                }
            }
            assertEquals(count, counters.mostInFlight());
            assertEquals(1, counters.connections());
        }
    }

    /**
     * Plain sockets: a client that makes 10,000 of them in its own way is slower than the server.
     */
    @Tag("slow")
    @Test
    void answersTenThousandConnectionsAtOnce() throws Exception {
        // Each side needs a file for each connection, and some for itself.
        var count = (int) Math.min(10_000, Machine.openFiles() - 1_000);
        try (var own = GenreService.ownProcess()) {
            var counters = own.counters();
            for (int seconds = 4; seconds <= 32 && counters.mostInFlight() < count; seconds *= 2) {
                own.latency(Duration.ofSeconds(seconds));
                own.resetCounters();
                var sockets = new ArrayList<Socket>();
                try {
                    for (int i = 0; i < count; i++) {
                        sockets.add(ask(own.url(i)));
                    }
                    var genres = new HashSet<String>();
                    for (var socket : sockets) {
                        var answer =
                                new String(
                                        socket.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8);
                        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                        genres.add(answer.substring(answer.indexOf("\r\n\r\n")));
                    }
                    assertEquals(count, genres.size());
                } finally {
                    for (var socket : sockets) {
                        socket.close();
                    }
                }
                counters = own.counters();
                assertEquals(count, counters.answered(200));
                assertEquals(0, counters.inFlight());
            }
            assertEquals(count, counters.mostInFlight());
        }
    }

    private static Socket ask(String url) throws IOException {
        var uri = URI.create(url);
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(
                        "GET %s?%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .formatted(uri.getPath(), uri.getRawQuery())
                                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void mostInFlightIsThatOfTheWorkAlone() throws Exception {
        service.latency(Duration.ofMillis(500)); // so that they overlap
        try (var client = new Client(Protocol.HTTP_1_1)) {
            client.getAll(5, service::url);
            assertEquals(1, service.mostInFlight(() -> client.get(service.url(1))));
            assertEquals(3, service.mostInFlight(() -> client.getAll(3, service::url)));
            assertEquals(0, service.mostInFlight(() -> null));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void everyFaultIsWhatItClaims(Protocol protocol) throws Exception {
        service.fault(1, Fault.status(500));
        service.fault(2, Fault.tooManyRequests(Duration.ofMillis(1_200)));
        service.fault(3, Fault.stalledBody());
        service.fault(4, Fault.malformedJson());
        service.fault(5, Fault.genre("AC/DC"));
        service.fault(6, Fault.genre("con?\"\\\t é 𝄞"));
        service.fault(7, Fault.closed());
        try (var client = new Client(protocol);
                var hasty = new Client(protocol, Duration.ofMillis(100))) {
            var good = client.get(service.url(8));
            assertEquals(500, client.get(service.url(1)).status());
            var tooMany = client.get(service.url(2));
            assertEquals(429, tooMany.status());
            assertEquals("2", tooMany.headers().get("Retry-After"));
            assertThrows(SocketTimeoutException.class, () -> hasty.get(service.url(3)));
            var malformed = client.get(service.url(4));
            assertEquals(200, malformed.status());
            assertThrows(IOException.class, () -> STRING.fromJson(malformed.body()));
            assertEquals("AC/DC", STRING.fromJson(client.get(service.url(5)).body()));
            assertEquals("con?\"\\\t é 𝄞", STRING.fromJson(client.get(service.url(6)).body()));
            assertThrows(cutOff(protocol), () -> client.get(service.url(7)));
            // The others are as well as ever.
            assertEquals(good.body(), client.get(service.url(8)).body());
            await().until(() -> service.counters().inFlight() == 0);
            assertEquals(2, service.counters().unfinished());

            service.clearFaults();
            for (int seed = 1; seed < 8; seed++) {
                assertEquals(200, client.get(service.url(seed)).status());
            }
        }
    }

    private static Class<? extends IOException> cutOff(Protocol protocol) {
        return protocol == Protocol.HTTP_1_1 ? ProtocolException.class : StreamResetException.class;
    }

    @Test
    void whatIsEnqueuedComesLaterOrFails() throws Exception {
        service.fault(1, Fault.status(503));
        service.fault(2, Fault.closed());
        var client = new OkHttpClient();
        try {
            var good = service.enqueue(client, 0);
            var bad = service.enqueue(client, 1);
            var broken = service.enqueue(client, 2);
            assertEquals(
                    service.genre(
                            client.newCall(new Request.Builder().url(service.url(0)).build())
                                    .execute()),
                    good.get(10, TimeUnit.SECONDS));
            assertInstanceOf(
                    BadStatus.class,
                    assertThrows(ExecutionException.class, () -> bad.get(10, TimeUnit.SECONDS))
                            .getCause());
            assertInstanceOf(
                    IOException.class,
                    assertThrows(ExecutionException.class, () -> broken.get(10, TimeUnit.SECONDS))
                            .getCause());
            service.close();
            assertInstanceOf(
                    IOException.class,
                    assertThrows(
                                    ExecutionException.class,
                                    () -> service.enqueue(client, 3).get(10, TimeUnit.SECONDS))
                            .getCause());
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    @Test
    void aFaultHealsAfterItsTimes() throws Exception {
        service.fault(1, Fault.status(503).times(2));
        try (var client = new Client(Protocol.HTTP_1_1)) {
            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 4; i++) {
                statuses.add(client.get(service.url(1)).status());
            }
            assertEquals(List.of(503, 503, 200, 200), statuses);
        }
    }

    /** A thousand calls given up at once are no attack. */
    @Tag("slow")
    @Test
    void survivesAThousandCancelledStreams() throws Exception {
        try (var client = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
            client.get(service.url());
            service.latency(Duration.ofMinutes(1));
            var calls = new ArrayList<Call>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 1_000; i++) {
                    var call =
                            client.http.newCall(new Request.Builder().url(service.url(i)).build());
                    calls.add(call);
                    threads.submit(() -> assertThrows(IOException.class, call::execute));
                }
                await().until(() -> service.counters().inFlight() == 1_000);
                calls.forEach(Call::cancel);
            }
            await().until(() -> service.counters().inFlight() == 0);
            service.latency(Duration.ZERO);
            assertEquals(200, client.get(service.url()).status());
            assertEquals(1, service.counters().connections());
            assertEquals(1_000, service.counters().unfinished());
        }
    }

    @Test
    void latencyAndFaultsAreTakenBack() throws Exception {
        try (var client = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
            var fault = service.withFault(1, Fault.status(500));
            assertEquals(500, client.get(service.url(1)).status());
            fault.close();
            assertEquals(200, client.get(service.url(1)).status());
            service.latency(Duration.ofMillis(20));
            var slow = service.withLatency(Duration.ofMillis(300));
            assertTrue(millis(client) >= 300);
            slow.close();
            service.withLatency(Duration.ofMinutes(10)).close();
            assertTrue(millis(client) >= 20, "not without any latency either");
        }
    }

    private long millis(Client client) throws Exception {
        long start = System.nanoTime();
        client.get(service.url());
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void limitsTheRate() throws Exception {
        service.rateLimit(10);
        try (var client = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
            var before = System.nanoTime();
            var answers = client.getAll(50, service::url);
            var seconds = (int) ((System.nanoTime() - before) / 1_000_000_000L) + 1;
            var refused = answers.stream().filter(answer -> answer.status() == 429).toList();
            assertTrue(answers.size() - refused.size() <= 10 * seconds, answers.toString());
            assertTrue(answers.size() - refused.size() >= 10, answers.toString());
            refused.forEach(answer -> assertEquals("1", answer.headers().get("Retry-After")));
            await().until(() -> client.get(service.url()).status() == 200);
            service.rateLimit(0);
            assertTrue(
                    client.getAll(50, service::url).stream()
                            .allMatch(answer -> answer.status() == 200));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void answersStrictlyOneAfterAnother(Protocol protocol) throws Exception {
        service.oneAtATime(true);
        service.latency(Duration.ofMillis(20));
        try (var client = new Client(protocol)) {
            var before = System.nanoTime();
            client.getAll(20, service::url);
            assertTrue(System.nanoTime() - before >= 20 * 20_000_000L);
            // Who gives up while waiting in line does not hold up those behind.
            service.latency(Duration.ofMinutes(10));
            var stuck = client.http.newCall(new Request.Builder().url(service.url()).build());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var first = threads.submit(() -> assertThrows(IOException.class, stuck::execute));
                await().until(() -> service.counters().inFlight() == 1);
                service.latency(Duration.ZERO);
                var second = threads.submit(() -> client.get(service.url()));
                await().until(() -> service.counters().inFlight() == 2);
                assertFalse(second.isDone());
                stuck.cancel();
                first.get();
                assertEquals(200, second.get().status());
            }
            service.oneAtATime(false);
            assertEquals(200, client.get(service.url()).status());
        }
    }

    @Test
    void aHostileClientHurtsOnlyItself() throws Exception {
        try (var client = new Client(Protocol.HTTP_1_1)) {
            var port = URI.create(service.base()).getPort();
            for (var hostile :
                    List.of(
                            "\0\0\0\0\r\n\r\n",
                            "GET\r\n\r\n",
                            "GET / HTTP/1.1\r\nbad header\r\n\r\n",
                            "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n",
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\0\0\0\0\0\0")) {
                try (var socket = new Socket("127.0.0.1", port)) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(hostile.getBytes(StandardCharsets.UTF_8));
                    while (socket.getInputStream().read() >= 0) {
                        // What it says does not matter; it ends.
                    }
                } catch (SocketException e) {
                    // Reset: ended too.
                }
            }
            assertEquals(405, post(client));
            assertEquals(200, client.get(service.url()).status());
            await().until(() -> service.counters().inFlight() == 0);
        }
    }

    private int post(Client client) throws IOException {
        try (var response =
                client.http
                        .newCall(
                                new Request.Builder()
                                        .url(service.url())
                                        .post(RequestBody.create(new byte[100_000]))
                                        .build())
                        .execute()) {
            return response.code();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        service.jitter(Duration.ofMillis(20));
        var expected = new StringBuilder();
        try (var client = new Client(Protocol.HTTP_1_1);
                var socket = new Socket("127.0.0.1", URI.create(service.base()).getPort())) {
            var requests = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                expected.append(client.get(service.url(i)).body());
                requests.append("GET ")
                        .append(service.url(i).substring(service.base().length()))
                        .append(" HTTP/1.1\r\nHost: x\r\n")
                        .append(i == 19 ? "Connection: close\r\n\r\n" : "\r\n");
            }
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.UTF_8));
            var answers =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(
                    expected.toString(),
                    answers.lines()
                            .filter(line -> line.startsWith("\""))
                            .map(line -> line.replaceFirst("HTTP/1.1 200 OK$", ""))
                            .reduce("", String::concat));
        }
    }

    @Test
    void closeAllClosesWhatNoVariableHolds() throws Exception {
        var port = URI.create(GenreService.local().base()).getPort();
        LocalService.closeAll();
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        }
        LocalService.closeAll();
    }

    @Tag("slow")
    @Test
    void whatCloseAllClosedOpensAgainWithItsSettingsWhenItIsUsed() throws Exception {
        try (var here = GenreService.local();
                var process = GenreService.ownProcess();
                var client = new Client(Protocol.HTTP_1_1)) {
            for (var service : List.of(here, process)) {
                service.latency(Duration.ofMillis(300));
                service.fault(1, Fault.status(500));
                service.fault(2, Fault.status(500));
            }
            LocalService.closeAll();
            LocalService.closeAll();
            for (var service : List.of(here, process)) {
                assertEquals(500, client.get(service.url(1)).status());
                service.clearFaults();
                service.fault(2, Fault.status(503));
            }
            LocalService.closeAll();
            for (var service : List.of(here, process)) {
                assertEquals(200, client.get(service.url(1)).status());
                assertTrue(service.counters().medianLatency().toMillis() >= 300);
                assertEquals(503, client.get(service.url(2)).status());
                assertEquals(2, service.counters().requests());
            }
        }
    }

    @Tag("slow")
    @Test
    void whatIsClosedForGoodStaysSoAndSaysSo() throws Exception {
        var children = ProcessHandle.current().children().count();
        for (var closed : List.of(GenreService.local(), GenreService.ownProcess())) {
            var base = closed.base();
            closed.close();
            closed.close();
            LocalService.closeAll();
            for (Runnable control :
                    List.<Runnable>of(
                            () -> closed.latency(Duration.ZERO),
                            () -> closed.jitter(Duration.ZERO),
                            () -> closed.fault(1, Fault.closed()),
                            closed::clearFaults,
                            () -> closed.rateLimit(1),
                            () -> closed.oneAtATime(true),
                            closed::counters,
                            closed::resetCounters)) {
                var refused = assertThrows(IllegalStateException.class, control::run);
                assertEquals("This service was closed: open a new one.", refused.getMessage());
            }
            assertEquals(base, closed.base());
            assertTrue(closed.isLocal());
            try (var client = new Client(Protocol.HTTP_1_1)) {
                assertThrows(ConnectException.class, () -> client.get(closed.url(1)));
            }
        }
        assertEquals(children, ProcessHandle.current().children().count());
    }

    @Test
    void closingWhatCloseAllClosedOpensNothing() {
        var here = GenreService.local();
        var base = here.base();
        LocalService.closeAll();
        here.close();
        assertEquals(base, here.base());
    }

    @Test
    void twoServicesDoNotDisturbEachOther() throws Exception {
        try (var other = GenreService.local();
                var client = new Client(Protocol.HTTP_1_1)) {
            other.latency(Duration.ZERO);
            other.fault(1, Fault.status(500));
            assertEquals(200, client.get(service.url(1)).status());
            assertEquals(500, client.get(other.url(1)).status());
            assertEquals(1, service.counters().requests());
            assertEquals(1, other.counters().requests());
        }
    }

    @Test
    void inItsOwnProcessItHasTheSameControls() throws Exception {
        var before = ProcessHandle.current().children().count();
        try (var client = new Client(Protocol.HTTP_1_1)) {
            var own = GenreService.ownProcess();
            assertTrue(own.isLocal());
            own.latency(Duration.ZERO);
            own.jitter(Duration.ofNanos(1));
            own.fault(1, Fault.genre("a\nb é 𝄞").times(1));
            own.fault(2, Fault.tooManyRequests(Duration.ofSeconds(9)));
            own.fault(3, Fault.genre(""));
            assertEquals("a\nb é 𝄞", STRING.fromJson(client.get(own.url(1)).body()));
            assertEquals(client.get(service.url(1)).body(), client.get(own.url(1)).body());
            assertEquals("9", client.get(own.url(2)).headers().get("Retry-After"));
            assertEquals("", STRING.fromJson(client.get(own.url(3)).body()));
            own.clearFaults();
            assertEquals(200, client.get(own.url(2)).status());
            own.rateLimit(1);
            own.oneAtATime(true);
            client.getAll(3, own::url);
            var counters = own.counters();
            assertEquals(8, counters.requests());
            assertTrue(counters.answered(429) >= 2, counters.toString());
            own.resetCounters();
            assertEquals(0, own.counters().requests());
            own.close();
            own.close();
            assertEquals(before, ProcessHandle.current().children().count());
        }
    }

    @Test
    void aRealServiceIsOnlyAnAddress() {
        for (var base :
                List.of(
                        "https://binaryjazz.us",
                        "https://binaryjazz.us/",
                        " https://binaryjazz.us// ")) {
            try (var real = GenreService.at(base)) {
                assertEquals("https://binaryjazz.us/wp-json/genrenator/v1/genre/", real.url());
                assertFalse(real.isLocal());
                real.resetCounters();
                assertEquals(0, real.counters().requests());
                var refused =
                        assertThrows(
                                UnsupportedOperationException.class,
                                () -> real.latency(Duration.ZERO));
                assertTrue(refused.getMessage().contains("WORKBENCH_GENRES"));
            }
        }
    }

    @Test
    void aHostMayHaveAnUnderscore() {
        try (var real = GenreService.at("http://my_host:8080/api")) {
            assertEquals("http://my_host:8080/api", real.base());
            assertEquals("my_host", HttpUrl.get(real.url()).host());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binaryjazz.us",
                "ftp://binaryjazz.us",
                "http://",
                "http://a b",
                "x",
                "file:///etc",
                "https://x/?a=b",
                "https://x?",
                "https://x/#top"
            })
    void anAddressThatIsNoneIsRefusedInASentence(String base) {
        var refused = assertThrows(IllegalArgumentException.class, () -> GenreService.at(base));
        assertTrue(
                refused.getMessage().startsWith("WORKBENCH_GENRES is \"" + base + "\""),
                refused.getMessage());
    }

    static Stream<Arguments> answersWithoutAGenre() {
        var noString = "its answer is not a JSON string of at most 1000 bytes";
        return Stream.of(
                arguments(http("500 Oops", "", "<h1>Oops</h1>"), "it answers 500"),
                arguments("HTTP/1.1 204 None\r\n\r\n", "it answers 204"),
                arguments(http("429 Slow", "Retry-After: 9\r\n", ""), "it answers 429"),
                arguments(http("302 Found", "Location: http://else/\r\n", ""), "it answers 302"),
                arguments(http("200 OK", "", "<script>alert(1)</script>"), noString),
                arguments(http("200 OK", "", ""), noString),
                arguments(http("200 OK", "", "null"), noString),
                arguments(http("200 OK", "", "{\"genre\": \"doom polka\"}"), noString),
                arguments(http("200 OK", "", "[".repeat(900)), noString),
                arguments(http("200 OK", "", '"' + "a".repeat(10_000_000) + '"'), noString),
                arguments(
                        http("200 OK", "", "\"\\u001b[31mdoom\\u0000\""),
                        "it answers with control characters"),
                arguments(
                        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n\"doom polka\"",
                        "unexpected end of stream"),
                arguments(
                        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n\"doom polka\"",
                        "byteCount < 0: -5"),
                arguments(
                        "\u001b[31m<b>\u0000 no HTTP\r\n\r\n",
                        "Unexpected status line: ?[31m<b>? no HTTP"),
                arguments("", "unexpected end of stream on "));
    }

    @ParameterizedTest
    @MethodSource("answersWithoutAGenre")
    void whereAChosenServiceGivesNoGenreTheLocalOneAnswers(String answer, String why)
            throws Exception {
        try (var elsewhere = new Stranger(http("200 OK", "", "\"x\""));
                var server = new Stranger(answer.replace("http://else/", elsewhere.base()))) {
            localInsteadOf(server.base(), Duration.ofMinutes(1), why);
            assertEquals(0, elsewhere.requests.get());
        }
    }

    private static void localInsteadOf(String base, Duration patience, String why)
            throws Exception {
        Stranger.isRefused(
                base, "WORKBENCH_GENRES", "genre", why, () -> GenreService.chosen(base, patience));
    }

    @Test
    void aChosenServiceThatNeverEndsItsAnswerOrCannotBeThereIsGivenUp() throws Exception {
        try (var server = new Stranger(null)) {
            localInsteadOf(server.base(), Duration.ofMillis(100), "timeout");
        }
        localInsteadOf(Stranger.NOBODY, Duration.ofMinutes(1), "Failed to connect to ");
        localInsteadOf("http://127.0.0.1:99999", Duration.ofMinutes(1), "Invalid URL port");
    }

    @Test
    void aChosenServiceThatGivesAGenreAnswers() throws Exception {
        try (var server = new Stranger(http("200 OK", "", "\"doom polka\""))) {
            Stranger.isTaken(
                    server.base(), () -> GenreService.chosen(server.base(), Duration.ofMinutes(1)));
            assertEquals(1, server.requests.get());
        }
    }

    @Test
    void whereNoServiceIsChosenTheLocalOneAnswers() throws Exception {
        for (var base : new String[] {null, "", " "}) {
            assertEquals(
                    "",
                    Output.of(() -> {
                        try (var local = GenreService.chosen(base, Duration.ZERO)) {
                            assertTrue(local.isLocal());
                        }
                    }));
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        for (Runnable wrong :
                List.<Runnable>of(
                        () -> service.latency(Duration.ofMillis(-1)),
                        () -> service.latency(Duration.ofHours(1)),
                        () -> service.jitter(Duration.ofMillis(-1)),
                        () -> service.rateLimit(-1),
                        () -> Fault.status(200),
                        () -> Fault.status(600),
                        () -> Fault.tooManyRequests(Duration.ofMillis(-1)),
                        () -> Fault.closed().times(0))) {
            var refused = assertThrows(IllegalArgumentException.class, wrong::run);
            assertTrue(refused.getMessage().endsWith("."), refused.getMessage());
        }
    }

    @Test
    void aGenreIsReadFromAnAnswerOrRefusedInASentence() throws IOException {
        service.fault(1, Fault.status(500));
        service.fault(2, Fault.malformedJson());
        service.fault(3, Fault.genre("x".repeat(5_000)));
        assertEquals(service.genre(answer(0)), service.genre(answer(0)));
        assertFalse(service.genre(answer(0)).contains("\""));
        for (int seed = 1; seed <= 3; seed++) {
            var answer = answer(seed);
            assertThrows(IOException.class, () -> service.genre(answer));
        }
    }

    private Response answer(int seed) throws IOException {
        var request = new Request.Builder().url(service.url(seed)).build();
        return new OkHttpClient().newCall(request).execute();
    }

    private static String askByHand(GenreService service, int seed) throws IOException {
        try (var channel = java.nio.channels.SocketChannel.open(service.address())) {
            channel.write(service.question(seed));
            return service.genre(channel);
        }
    }

    @Test
    void answersAQuestionOverASocketAndRefusesHalfAnAnswer() throws IOException {
        try (var service = GenreService.local()) {
            service.latency(java.time.Duration.ZERO);
            var genre = askByHand(service, 7);
            assertEquals(genre, askByHand(service, 7));
            assertTrue(service.nextSeed(genre) >= 0 && service.nextSeed(genre) < 10_000);
            service.fault(1, Fault.closed());
            service.fault(2, Fault.status(500));
            service.fault(3, Fault.malformedJson());
            for (int seed = 1; seed <= 3; seed++) {
                int asked = seed;
                assertThrows(IOException.class, () -> askByHand(service, asked), "seed " + seed);
            }
            assertThrows(IOException.class, () -> service.genre(java.nio.ByteBuffer.allocate(10)));
        }
    }

    @Test
    void aSampleSaysWhereItComesFrom() {
        assertTrue(GenreService.sample().startsWith("from the local service: "));
    }
}
