package workbench;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import workbench.Exchange.Reply;

/**
 * Invents music genres over HTTP. The local service speaks the API of the Genrenator
 * (binaryjazz.us) under the same paths: one genre as a JSON string, or a list of them, and one
 * story or a list of them. It also takes a seed, which the real one ignores, and gives the same
 * answer for the same seed; the seeds 0 to 9,999 have 10,000 different genres.
 */
public final class GenreService extends LocalService {
    private static final String API = "/wp-json/genrenator/v1";
    private static final String VARIABLE = "WORKBENCH_GENRES";
    private static final int LONGEST = 1_000; // bytes of an answer that may hold a genre
    private static final JsonAdapter<String> GENRE =
            new Moshi.Builder().build().adapter(String.class).nonNull();
    private static final Question FIRST =
            new Question(VARIABLE, "genre", LONGEST, false, GenreService::trouble);

    private GenreService(Supplier<Backend> open) {
        super(open);
    }

    /**
     * The service for a notebook's first few requests: the one whose address stands in the
     * environment variable WORKBENCH_GENRES, or else a local one with a latency of 200 ms. For more
     * requests, or where results are compared, there is {@link #local()}.
     *
     * <p>The service of the variable is asked for one genre first, for ten seconds at most. If it
     * gives none, a sentence on standard output says why, and it is the local one all the same: a
     * notebook then runs on.
     *
     * @throws IllegalArgumentException where the variable holds no http(s) address
     */
    public static GenreService open() {
        return chosen(System.getenv(VARIABLE), PATIENCE);
    }

    /** The service at this address; a local one where there is none, or no genre in time. */
    static GenreService chosen(String base, Duration patience) {
        return chosen(base, GenreService::at, GenreService::local, FIRST, patience);
    }

    private static String trouble(String answer) {
        try {
            return GENRE.fromJson(answer).matches("\\P{C}+") ? ""
                    : "it answers with control characters";
        } catch (JsonDataException | IOException e) {
            return "its answer is not a JSON string of at most " + LONGEST + " bytes";
        }
    }

    static GenreService at(String base) {
        var remote = remote(base, VARIABLE);
        return new GenreService(() -> remote);
    }

    /** A service in this JVM, on a free port, with a latency of 200 ms. */
    public static GenreService local() {
        return new GenreService(() -> withLatency(server(0)));
    }

    /**
     * A local service in a JVM of its own, so that it shares neither heap nor open-file limit
     * with its client. It ends with this JVM at the latest.
     *
     * @throws IllegalStateException where that JVM cannot start
     */
    public static GenreService ownProcess() {
        return new GenreService(() -> new ServerProcess(GenreService.class));
    }

    /** Address of a random genre, a JSON string. */
    @Override
    public String url() {
        return base() + API + "/genre/";
    }

    /** Serves until standard input ends; see {@code --help}. */
    public static void main(String[] arguments) throws IOException {
        main("workbench.GenreService", arguments, GenreService::server);
    }

    private static LocalServer server(int port) {
        return new LocalServer("genre service", port, new Genres());
    }

    /** The words, and how they are put together. */
    private static final class Genres implements LocalServer.Answers {
        private final List<String[]> words = LocalServer.lines("genres.txt")
                .map(line -> line.split(" ")).toList();
        private final int count = words.stream().mapToInt(line -> line.length)
                .reduce(1, Math::multiplyExact);

        @Override
        public Integer seed(String path, String query) {
            return LocalServer.seed(query);
        }

        @Override
        public Reply answer(String path, String query, Integer seed, String text) {
            var parts = path.split("/");
            if (!path.startsWith(API + "/") || parts.length < 5 || parts.length > 6
                    || !(parts[4].equals("genre") || parts[4].equals("story"))) {
                return Reply.text(404, "Not found: " + API + "/genre/ is.\n");
            }
            int first = seed == null ? ThreadLocalRandom.current().nextInt(count) : seed;
            if (parts.length == 5) {
                return json(one(parts[4], first, text));
            }
            if (!parts[5].matches("[1-9][0-9]{0,3}|10000")) {
                return Reply.text(404, "One to 10,000 at once.\n");
            }
            return json(IntStream.range(0, Integer.parseInt(parts[5]))
                    .mapToObj(i -> one(parts[4], first + i, text))
                    .collect(Collectors.joining(",", "[", "]")));
        }

        private String one(String what, int seed, String text) {
            var genre = text == null ? genre(seed) : text;
            return quoted(what.equals("genre") ? genre : "They say that " + genre
                    + " was first played by accident, at a rehearsal for something else.");
        }

        /** Neighbouring seeds have nothing in common: the factor has none with the count. */
        private String genre(int seed) {
            var rest = (int) Math.floorMod(seed * 7_368_787L + 1_234, (long) count);
            var genre = new StringJoiner(" ");
            for (var line : words) {
                genre.add(line[rest % line.length]);
                rest /= line.length;
            }
            return genre.toString();
        }

        private static Reply json(String json) {
            return new Reply(200, "application/json; charset=UTF-8", null, null,
                    json.getBytes(StandardCharsets.UTF_8));
        }

        private static String quoted(String text) {
            var json = new StringBuilder("\"");
            text.chars().forEach(each -> {
                if (each < ' ' || each == '"' || each == '\\') {
                    json.append(String.format("\\u%04x", each));
                } else {
                    json.append((char) each);
                }
            });
            return json.append('"').toString();
        }
    }
}
