package workbench.internal.text;

import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads of a dump in JSON, as HotSpotDiagnosticMXBean and jcmd write it. */
public final class DumpedThreads {

    /** The method of a frame such as {@code Kitchen.lambda$cook$0(Kitchen.java:7)}. */
    private static final Pattern METHOD =
            Pattern.compile("\\.(?:lambda\\$)?([^.(]+?)(?:\\$\\d+)?\\(");

    private DumpedThreads() {}

    /**
     * All of them, each with its fields.
     *
     * @throws IOException if this is no JSON
     */
    public static List<Map<?, ?>> of(String dump) throws IOException {
        var threads = new ArrayList<Map<?, ?>>();
        var root = new Moshi.Builder().build().adapter(Object.class).fromJson(dump);
        for (var container : list(map(map(root).get("threadDump")).get("threadContainers"))) {
            for (var thread : list(map(container).get("threads"))) {
                threads.add(map(thread));
            }
        }
        return threads;
    }

    /** The frames of its stack, the innermost first. */
    public static List<String> stack(Map<?, ?> thread) {
        return list(thread.get("stack")).stream().map(Object::toString).toList();
    }

    /** The class of the lock or the like that it waits for; empty if it waits for none. */
    public static String waitsFor(Map<?, ?> thread) {
        return Stream.of("parkBlocker", "blockedOn", "waitingOn")
                .map(thread::get)
                .filter(object -> object != null)
                .map(object -> object instanceof Map<?, ?> fields ? fields.get("object") : object)
                .map(object -> object.toString().replaceAll("@\\w+$|[\\w.]+\\.", ""))
                .findFirst()
                .orElse("");
    }

    /** So many of the methods that it is in, the innermost first, without those of modules. */
    public static String methods(Map<?, ?> thread, int most) {
        return stack(thread).stream()
                .filter(frame -> !frame.contains("/"))
                .flatMap(frame -> METHOD.matcher(frame).results().map(found -> found.group(1)))
                .limit(most)
                .collect(Collectors.joining(" \u2190 "));
    }

    private static Map<?, ?> map(Object json) {
        return (Map<?, ?>) json;
    }

    private static List<?> list(Object json) {
        return (List<?>) json;
    }
}
