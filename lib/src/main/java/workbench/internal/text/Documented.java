package workbench.internal.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * What Java's documentation promises of something that a cell looks at. Stateless.
 *
 * <p>It stands in {@code /workbench/documented/NN.txt} (NN is the notebook's number), a properties
 * file: {@code name=value}, and {@code name.see=} with the place that says so.
 */
public final class Documented {

    private Documented() {}

    /** The name in words: "state of a job" of 10-state-of-a-job. */
    public static String name(String id) {
        return key(id).replace('-', ' ');
    }

    /**
     * Holds what was seen against what is promised.
     *
     * @param id the notebook's number and the name, such as 10-state-of-a-job
     * @return a line that cannot be overlooked, or nothing where both are the same
     */
    public static Optional<String> difference(String id, String seen) {
        var documented = of(id);
        var promised = documented.getProperty(key(id));
        if (promised == null) {
            return Optional.of("NOT AS DOCUMENTED: nothing is written down for " + id + ".");
        }
        return promised.equals(seen)
                ? Optional.empty()
                : Optional.of(
                        "NOT AS DOCUMENTED: "
                                + name(id)
                                + " is \""
                                + seen
                                + "\" and should be \""
                                + promised
                                + "\". See "
                                + documented.getProperty(key(id) + ".see"));
    }

    private static String key(String id) {
        return id.substring(id.indexOf('-') + 1);
    }

    private static Properties of(String id) {
        var documented = new Properties();
        var notebook = id.substring(0, Math.max(0, id.indexOf('-')));
        var file = "/workbench/documented/" + notebook + ".txt";
        try (var stream = Documented.class.getResourceAsStream(file)) {
            if (stream != null) {
                documented.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Nothing is then found, and that is what is said.
        }
        return documented;
    }
}
