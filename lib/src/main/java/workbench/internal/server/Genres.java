package workbench.internal.server;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Invented music genres: the words, how they are put together, and how an answer is read. */
public final class Genres implements Answers {
    static final String PATH = "/wp-json/genrenator/v1/genre/";

    /** Bytes of an answer that may hold one genre. */
    public static final int LONGEST = 1_000;

    private static final Pattern ASKED = Pattern.compile(PATH + "?(?:(?<=/)([^/]+)/?)?");
    private static final Pattern MANY = Pattern.compile("[1-9][0-9]{0,3}|10000");
    private static final JsonAdapter<String> JSON =
            new Moshi.Builder().build().adapter(String.class).nonNull();

    private final List<String[]> words =
            Resources.lines("genres.txt").map(line -> line.split(" ")).toList();
    private final int count =
            words.stream().mapToInt(line -> line.length).reduce(1, Math::multiplyExact);

    /**
     * The genre in an answer.
     *
     * @throws IOException if the answer is no JSON string
     */
    public static String read(String answer) throws IOException {
        try {
            return JSON.fromJson(answer);
        } catch (JsonDataException e) {
            throw new IOException("the server's answer is no genre", e);
        }
    }

    /** What is wrong with an answer that should be one genre; empty if nothing is. */
    static String problem(String answer) {
        try {
            return read(answer).matches("\\P{C}+") ? "" : "it answers with control characters";
        } catch (IOException e) {
            return "its answer is not a JSON string of at most " + LONGEST + " bytes";
        }
    }

    @Override
    public Integer seed(String path, String query) {
        return Answers.seedIn(query);
    }

    @Override
    public Reply answer(String path, String query, Integer seed, String text) {
        var asked = ASKED.matcher(path);
        if (!asked.matches()) {
            return Reply.text(404, "Not found: " + PATH + " is.\n");
        }
        var first = seed == null ? ThreadLocalRandom.current().nextInt(count) : seed;
        var many = asked.group(1);
        if (many == null) {
            return Reply.json(one(first, text));
        }
        if (!MANY.matcher(many).matches()) {
            return Reply.text(404, "One to 10,000 at once.\n");
        }
        return Reply.json(
                IntStream.range(0, Integer.parseInt(many))
                        .mapToObj(i -> one(first + i, text))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private String one(int seed, String text) {
        return JSON.toJson(text == null ? genre(seed) : text);
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
}
