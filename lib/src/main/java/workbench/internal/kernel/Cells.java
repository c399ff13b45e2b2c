package workbench.internal.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The texts of the cells that were run, the newest first: a cell that does not compile, or that
 * ends in the middle, leaves no other trace in JShell, and what it was to replace stands there as
 * before. Thread-safe.
 *
 * <p>In a kernel of another shape than the two known nothing is noted.
 */
final class Cells {

    private static final int MOST = 200;
    private static final Deque<String> NEWEST = new ArrayDeque<>();

    private Cells() {}

    /** Begins to note the cells, with the next one; call it while a cell runs. */
    static void listen(Object kernel) {
        try {
            Requests.of(kernel)
                    .before(
                            "EXECUTE_REQUEST",
                            (environment, message) -> {
                                note(code(message));
                                return true;
                            });
        } catch (ReflectiveOperationException otherShape) {
            // Then an unfinished cell cannot be told from one that was never run.
        }
    }

    private static String code(Object message) throws ReflectiveOperationException {
        var content = message.getClass().getMethod("getContent").invoke(message);
        return (String) content.getClass().getMethod("getCode").invoke(content);
    }

    static synchronized void note(String cell) {
        NEWEST.addFirst(cell);
        if (NEWEST.size() > MOST) {
            NEWEST.removeLast();
        }
    }

    /** The newest cell that begins to declare a method of this name. */
    static synchronized Optional<String> declaring(String method) {
        // A type, the name, a parenthesis: at the margin, where a cell's own declarations stand.
        var declaration =
                Pattern.compile(
                        "^(?!return\\b|new\\b|var\\b)[A-Za-z@<][^;={}()\\n]*[\\s>\\]]"
                                + Pattern.quote(method)
                                + "\\s*\\(",
                        Pattern.MULTILINE);
        return NEWEST.stream().filter(cell -> declaration.matcher(cell).find()).findFirst();
    }
}
