package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static workbench.Stranger.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import workbench.internal.server.Client;

@Timeout(120)
class PageServiceTest {
    private static PageService open() {
        var service = PageService.local();
        service.latency(Duration.ZERO);
        return service;
    }

    @Test
    void theRandomPageRedirects() throws Exception {
        try (var service = open();
                var client = new Client(Protocol.HTTP_1_1)) {
            var patient = client.http.newBuilder().followRedirects(false).build();
            try (var response =
                    patient.newCall(new Request.Builder().url(service.url(1)).build()).execute()) {
                assertEquals(302, response.code());
                assertTrue(response.header("Location").startsWith("/wiki/"));
            }
            assertTrue(client.get(service.url()).url().startsWith(service.base() + "/wiki/"));
            assertEquals(Map.of(200, 1, 302, 2), service.counters().answered());
        }
    }

    @Test
    void htmlIsReadAndAnErrorIsNone() throws Exception {
        try (var service = open();
                var client = new Client(Protocol.HTTP_1_1)) {
            service.fault(2, Fault.status(503));
            try (var answer = client.http.newCall(request(service, 1)).execute()) {
                assertTrue(service.html(answer).contains("firstHeading"));
            }
            try (var answer = client.http.newCall(request(service, 2)).execute()) {
                var failure = assertThrows(BadStatus.class, () -> service.html(answer));
                assertEquals("the server answered 503", failure.getMessage());
            }
        }
    }

    @Test
    void aDownloadIsThePageOrSaysWhyThereIsNone() throws Exception {
        try (var service = open();
                var client = new Client(Protocol.HTTP_1_1)) {
            service.fault(2, Fault.status(503));
            assertTrue(service.download(client.http, 1).contains("firstHeading"));
            var failure =
                    assertThrows(
                            UncheckedIOException.class, () -> service.download(client.http, 2));
            assertEquals("the server answered 503", failure.getCause().getMessage());
        }
    }

    private static Request request(PageService service, int seed) {
        return new Request.Builder().url(service.url(seed)).build();
    }

    @Tag("slow")
    @Test
    void pagesAreLargeDifferentAndInManyScripts() throws Exception {
        var titles = new HashSet<String>();
        var scripts = EnumSet.noneOf(UnicodeScript.class);
        var headless = 0;
        var open = 0;
        try (var service = open();
                var client = new Client(Protocol.H2_PRIOR_KNOWLEDGE)) {
            for (int seed = 0; seed < 120; seed++) {
                var page = client.get(service.url(seed));
                assertEquals(200, page.status());
                var bytes = page.body().getBytes(StandardCharsets.UTF_8).length;
                assertTrue(bytes > 100_000 && bytes < 600_000, bytes + " bytes");
                var document = Jsoup.parse(page.body());
                var title = document.selectFirst("h1#firstHeading").wholeText();
                titles.add(title);
                title.codePoints().forEach(each -> scripts.add(UnicodeScript.of(each)));
                headless += document.title().isEmpty() ? 1 : 0;
                open += page.body().contains("<li>One<li>") ? 1 : 0;
                assertTrue(document.select("table").size() > 10);
            }
        }
        assertEquals(120, titles.size());
        for (var title :
                List.of(
                        "Tab\tbed column",
                        "Two\nlines",
                        "\"Quoted\" words",
                        "A <b>bold</b> claim",
                        "&amp; (entity)",
                        "Input/output")) {
            assertTrue(titles.contains(title), title);
        }
        assertTrue(
                scripts.containsAll(
                        List.of(
                                UnicodeScript.LATIN,
                                UnicodeScript.GREEK,
                                UnicodeScript.CYRILLIC,
                                UnicodeScript.ARABIC,
                                UnicodeScript.HEBREW,
                                UnicodeScript.DEVANAGARI,
                                UnicodeScript.HAN,
                                UnicodeScript.HIRAGANA,
                                UnicodeScript.HANGUL,
                                UnicodeScript.THAI)),
                scripts.toString());
        assertTrue(headless > 3 && headless < 40, headless + " without a head");
        assertTrue(open > 3 && open < 40, open + " with open tags");
    }

    @Tag("slow")
    @Test
    void aSeedIsAlwaysTheSamePage() throws Exception {
        try (var one = open();
                var two = PageService.ownProcess();
                var client = new Client(Protocol.HTTP_1_1)) {
            for (var seed : new int[] {0, 112, 113, 999_999, -1, Integer.MAX_VALUE}) {
                var page = client.get(one.url(seed));
                assertEquals(200, page.status(), page.url());
                assertEquals(page.body(), client.get(two.url(seed)).body());
                assertEquals(page.body(), client.get(page.url()).body());
            }
            assertTrue(two.isLocal());
        }
    }

    @Test
    void whatIsNoPageIsNotFound() throws Exception {
        try (var service = open();
                var client = new Client(Protocol.HTTP_1_1)) {
            for (var path :
                    List.of(
                            "/",
                            "/wiki/",
                            "/wiki/No_such_page",
                            "/wiki/Aurora_(1)",
                            "/wiki/Aurora_(999999)",
                            "/wiki/Nothing_(2)")) {
                assertEquals(404, client.get(service.base() + path).status(), path);
            }
            assertEquals(200, client.get(service.base() + "/wiki/C++_and_C%23").status());
            assertEquals(400, client.get(service.url() + "?seed=x").status());
        }
    }

    @Test
    void aFaultHitsThePageAndNotTheWayToIt() throws Exception {
        try (var service = open();
                var client = new Client(Protocol.HTTP_1_1)) {
            service.fault(1, Fault.status(503).times(1));
            service.fault(2, Fault.closed());
            service.fault(3, Fault.genre("AC/DC"));
            service.fault(4, Fault.malformedJson());
            assertEquals(503, client.get(service.url(1)).status());
            assertEquals(200, client.get(service.url(1)).status());
            assertThrows(IOException.class, () -> client.get(service.url(2)));
            assertEquals(
                    "AC/DC",
                    Jsoup.parse(client.get(service.url(3)).body())
                            .selectFirst("h1#firstHeading")
                            .text());
            assertFalse(client.get(service.url(4)).body().endsWith("</div>\n"));
            assertEquals(1, service.counters().answered(503));
            assertEquals(5, service.counters().answered(302));
        }
    }

    @Test
    void aRealEncyclopaediaIsOnlyAnAddress() {
        try (var real = PageService.at("https://en.wikipedia.org/")) {
            assertEquals("https://en.wikipedia.org/wiki/Special:Random", real.url());
            assertFalse(real.isLocal());
        }
    }

    private static final String PAGE =
            http(
                    "200 OK",
                    "Content-Type: text/html\r\n",
                    "<p>open<h1 id=\"firstHeading\"><i>Straße</i></h1>");

    static Stream<Arguments> answersWithoutAPage() {
        var noTitle = "the first 2 MB of its answer have no title in h1#firstHeading";
        return Stream.of(
                arguments(
                        http("404 Not Found", "", "<h1 id=firstHeading>Lost</h1>"),
                        "it answers 404"),
                arguments(http("429 Slow", "Retry-After: 9\r\n", ""), "it answers 429"),
                arguments("HTTP/1.1 204 None\r\n\r\n", "it answers 204"),
                arguments(http("302 Found", "", ""), "it answers 302"),
                arguments(
                        http("302 Found", "Location: ftp://127.0.0.1/\r\n", ""), "it answers 302"),
                arguments(http("302 Found", "Location: /\r\n", ""), "Too many follow-up requests"),
                arguments(http("200 OK", "", "<html><h1>Welcome</h1></html>"), noTitle),
                arguments(http("200 OK", "", "<h1 id=\"firstHeading\"> </h1>"), noTitle),
                arguments(http("200 OK", "", "{\"title\": \"Aurora\"}"), noTitle),
                arguments(http("200 OK", "", ""), noTitle),
                arguments(
                        http(
                                "200 OK",
                                "",
                                "x".repeat(2_000_000) + "<h1 id=\"firstHeading\">Late</h1>"),
                        noTitle),
                arguments(http("200 OK", "", "<b><a><table>".repeat(200_000)), noTitle),
                arguments(
                        http("200 OK", "Content-Encoding: gzip\r\n", "x"),
                        "its answer cannot be read"),
                arguments(
                        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<html>",
                        "unexpected end of stream"),
                arguments(
                        "\u001b[31m<b>\u0000 no HTTP\r\n\r\n",
                        "Unexpected status line: ?[31m<b>? no HTTP"),
                arguments("", "unexpected end of stream on "));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("answersWithoutAPage")
    void whereAChosenServiceGivesNoPageTheLocalOneAnswers(String answer, String why)
            throws Exception {
        try (var server = new Stranger(answer)) {
            localInsteadOf(server.base(), Duration.ofMinutes(1), why);
        }
    }

    private static void localInsteadOf(String base, Duration patience, String why)
            throws Exception {
        Stranger.isRefused(
                base, "WORKBENCH_PAGES", "page", why, () -> PageService.chosen(base, patience));
    }

    @Test
    void aChosenServiceThatNeverEndsItsAnswerOrIsNotThereIsGivenUp() throws Exception {
        try (var server = new Stranger(null)) {
            localInsteadOf(server.base(), Duration.ofMillis(100), "timeout");
        }
        localInsteadOf(Stranger.NOBODY, Duration.ofMinutes(1), "Failed to connect to ");
    }

    @Test
    void aChosenServiceThatGivesAPageAnswersAlsoByRedirecting() throws Exception {
        try (var elsewhere = new Stranger(PAGE);
                var server =
                        new Stranger(
                                http(
                                        "302 Found",
                                        "Location: " + elsewhere.base() + "/wiki/A\r\n",
                                        ""));
                var local = open()) {
            for (var base : List.of(elsewhere.base(), server.base(), local.base())) {
                Stranger.isTaken(base, () -> PageService.chosen(base, Duration.ofMinutes(1)));
            }
            assertEquals(1, server.requests.get());
            assertEquals(2, elsewhere.requests.get());
        }
    }
}
