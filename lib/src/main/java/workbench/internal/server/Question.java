package workbench.internal.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import workbench.internal.text.Text;

/**
 * What a chosen service is asked first, to see whether it is one.
 *
 * @param what one of what it gives
 * @param longest how many bytes of the answer are read at most
 * @param redirects whether it may send to another http(s) address
 * @param problem what is wrong with an answer; empty if nothing is
 */
public record Question(String what, int longest, boolean redirects, UnaryOperator<String> problem) {
    /** How long the whole answer may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LONGEST_REASON = 200;

    /** Asks, and says what is wrong with the answer from an address; empty if nothing is. */
    public String problemAt(String url, Duration patience) {
        var client =
                new OkHttpClient.Builder().callTimeout(patience).followRedirects(redirects).build();
        try {
            var request =
                    new Request.Builder()
                            .url(url)
                            .header("User-Agent", "java-concurrency-notebooks")
                            .build();
            try (var response = client.newCall(request).execute()) {
                return response.code() == 200
                        ? problem.apply(response.peekBody(longest).string())
                        : "it answers " + response.code();
            }
        } catch (IOException | IllegalArgumentException e) {
            // The second is what OkHttp makes of a port that is none, or a negative Content-Length.
            var why = Objects.requireNonNullElse(e.getMessage(), "its answer cannot be read");
            return Text.shorten(Text.printable(why), LONGEST_REASON);
        } finally {
            client.connectionPool().evictAll();
        }
    }
}
