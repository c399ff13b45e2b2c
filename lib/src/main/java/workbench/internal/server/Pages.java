package workbench.internal.server;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import workbench.Size;
import workbench.internal.text.Text;

/**
 * The encyclopaedia's pages. Their sections are rendered once and shared, so that a page of
 * hundreds of kilobytes costs the server next to nothing.
 */
final class Pages implements Answers {
    static final String RANDOM = "/wiki/Special:Random";
    private static final String WIKI = "/wiki/";
    private static final int COUNT = 1_000_000;
    private static final int SECTIONS = 40;
    private static final Pattern NUMBERED =
            Pattern.compile("(.*) \\((\\d{1,6})\\)", Pattern.DOTALL);

    private final List<String> titles =
            new ArrayList<>(Resources.lines("titles.txt").map(String::translateEscapes).toList());
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String[]> phrases =
            Resources.lines("sentences.txt").map(line -> line.split("\\|")).toList();
    private final List<byte[]> sections;

    Pages() {
        // Mixes the scripts; Random's sequence, part of its specification, is always the same.
        Collections.shuffle(titles, new Random(3));
        for (var title : titles) {
            places.put(title, places.size());
        }
        var random = new Random(1);
        sections = IntStream.range(0, SECTIONS).mapToObj(i -> bytes(section(i, random))).toList();
    }

    /** What is wrong with an answer that should be a page; empty if nothing is. */
    static String problem(String answer) {
        var title = Jsoup.parse(answer).selectFirst("h1#firstHeading");
        return title != null && title.hasText()
                ? ""
                : "the first 2 MB of its answer have no title in h1#firstHeading";
    }

    @Override
    public Integer seed(String path, String query) {
        return path.startsWith(WIKI) && !path.equals(RANDOM)
                ? place(
                        URLDecoder.decode(
                                        path.substring(WIKI.length()).replace("+", "%2B"),
                                        StandardCharsets.UTF_8)
                                .replace('_', ' '))
                // A fault hits the page, not the way to it.
                : null;
    }

    @Override
    public Reply answer(String path, String query, Integer seed, String text) {
        if (path.equals(RANDOM)) {
            var chosen = Answers.seedIn(query);
            var title =
                    title(
                            chosen == null
                                    ? ThreadLocalRandom.current().nextInt(COUNT)
                                    : Math.floorMod(chosen, COUNT));
            return Reply.text(302, "")
                    .with(
                            "Location",
                            WIKI
                                    + URLEncoder.encode(
                                            title.replace(' ', '_'), StandardCharsets.UTF_8));
        }
        return seed == null
                ? Reply.text(404, "Not found: " + RANDOM + " is.\n")
                : new Reply(
                        200,
                        "text/html; charset=UTF-8",
                        null,
                        null,
                        page(seed, text == null ? title(seed) : text));
    }

    /** The titles of the list, then the same with numbers behind them. */
    private String title(int seed) {
        var round = seed / titles.size();
        return titles.get(seed % titles.size()) + (round == 0 ? "" : " (" + (round + 1) + ")");
    }

    private Integer place(String title) {
        var place = places.get(title);
        var numbered = NUMBERED.matcher(title);
        if (place == null && numbered.matches()) {
            var first = places.get(numbered.group(1));
            var round = Integer.parseInt(numbered.group(2)) - 1;
            place =
                    first == null || round < 1 || round > COUNT / titles.size()
                            ? null
                            : (Integer) (first + round * titles.size());
        }
        return place;
    }

    private byte[][] page(int seed, String title) {
        var random = new Random(seed);
        var headless = random.nextInt(11) == 0;
        var unclosed = random.nextInt(7) == 0;
        var escaped = escaped(title);
        var parts = new ArrayList<byte[]>();
        if (!headless) {
            parts.add(
                    bytes(
                            """
                            <!DOCTYPE html>
                            <html class="client-nojs" lang="en" dir="ltr">
                            <head>
                            <meta charset="UTF-8">
                            <title>%s – The Local Encyclopaedia</title>
                            <link rel="stylesheet" href="/style.css">
                            <script>document.documentElement.className = "client-js";</script>
                            </head>
                            <body class="skin ns-0 page">
                            """
                                    .formatted(escaped)));
        }
        parts.add(
                bytes(
                        """
                        <div id="content" class="body" role="main">
                        <h1 id="firstHeading" class="heading"><span class="title">%s</span></h1>
                        <div id="bodyContent"><div id="text" class="output">
                        <p><b>%s</b> is an article of this encyclopaedia.
                        """
                                        .formatted(escaped, escaped)
                                + (unclosed ? "<p><i>It has <b>open ends.\n" : "</p>\n")));
        var length = (12 + random.nextInt(36)) / Size.pick(2, 1);
        var first = random.nextInt(SECTIONS);
        for (int i = 0; i < length; i++) {
            parts.add(sections.get((first + i * 7) % SECTIONS));
            if (unclosed && i % 5 == 2) {
                parts.add(bytes("<div class=\"box\"><ul><li>One<li>Two<p>Three</div>\n"));
            }
        }
        parts.add(bytes(unclosed ? "</div>\n" : "</div></div></div>\n"));
        if (!headless) {
            parts.add(bytes("<footer><p>Every word is invented.</p></footer></body></html>\n"));
        }
        return parts.toArray(byte[][]::new);
    }

    /** About 10 KB: a heading, paragraphs with links and references, a table, a list, a box. */
    private String section(int number, Random random) {
        var html =
                new StringBuilder(
                        "<section><div class=\"heading2\"><h2 id=\"s"
                                + number
                                + "\">"
                                + sentence(random)
                                + "</h2><span class=\"edit\"><span>[</span><a href=\"#\""
                                + " title=\"Edit\">edit</a><span>]</span></span></div>\n");
        for (int i = 0; i < 6; i++) {
            html.append("<p>")
                    .append(sentences(5, random))
                    .append(link(random))
                    .append(reference(number * 6 + i))
                    .append(' ')
                    .append(sentences(3, random))
                    .append("</p>\n");
        }
        appendTable(html, random);
        html.append("\n<ul>");
        for (int i = 0; i < 6; i++) {
            html.append("<li><span class=\"item\">")
                    .append(link(random))
                    .append("</span> ")
                    .append(sentence(random))
                    .append("</li>\n");
        }
        html.append("</ul>\n")
                .append("<div class=\"box\">".repeat(6))
                .append(
                        IntStream.range(0, 6)
                                .mapToObj(_ -> link(random))
                                .collect(Collectors.joining(" · ")))
                .append("</div>".repeat(6));
        appendReferences(html, number, random);
        return html.append("</section>\n").toString();
    }

    private void appendTable(StringBuilder html, Random random) {
        html.append("<table class=\"sortable\"><caption>")
                .append(sentence(random))
                .append(
                        "</caption><thead><tr><th>Year</th><th>Place</th><th>Count</th>"
                                + "</tr></thead><tbody>\n");
        for (int i = 0; i < 12; i++) {
            html.append("<tr><td>")
                    .append(1700 + random.nextInt(300))
                    .append("</td><td>")
                    .append(link(random))
                    .append("</td><td style=\"text-align:right\">")
                    .append(random.nextInt(100_000))
                    .append("</td></tr>\n");
        }
        html.append("</tbody></table>");
    }

    private void appendReferences(StringBuilder html, int number, Random random) {
        html.append("\n<ol class=\"references\">");
        for (int i = 0; i < 6; i++) {
            html.append("<li id=\"n")
                    .append(number * 6 + i)
                    .append("\"><a href=\"#r")
                    .append(number * 6 + i)
                    .append("\">↑</a> <cite>")
                    .append(sentence(random))
                    .append("</cite></li>\n");
        }
        html.append("</ol>");
    }

    private String sentences(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(_ -> sentence(random) + ". ")
                .collect(Collectors.joining());
    }

    private String sentence(Random random) {
        return phrases.stream()
                .map(words -> words[random.nextInt(words.length)])
                .collect(Collectors.joining(" "));
    }

    private String link(Random random) {
        var title = titles.get(random.nextInt(titles.size()));
        return "<a href=\""
                + WIKI
                + URLEncoder.encode(title.replace(' ', '_'), StandardCharsets.UTF_8)
                + "\" title=\""
                + escaped(title)
                + "\">"
                + escaped(title)
                + "</a>";
    }

    private static String reference(int number) {
        return "<sup id=\"r"
                + number
                + "\" class=\"reference\"><a href=\"#n"
                + number
                + "\"><span>[</span>"
                + number
                + "<span>]</span></a></sup>";
    }

    private static String escaped(String text) {
        return Text.html(text).replace("\t", "&#9;").replace("\n", "&#10;");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
