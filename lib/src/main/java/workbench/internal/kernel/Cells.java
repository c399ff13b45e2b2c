package workbench.internal.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The texts of the cells that were run, the newest first: a cell that does not compile, or that
 * ends in the middle, leaves no other trace in JShell, and what it was to replace stands there as
 * before. Thread-safe.
 *
 * <p>Both kernels hand each request to a handler that can be replaced; this one notes the cell and
 * hands it on. In a kernel of another shape nothing is noted.
 */
final class Cells {

    private static final int MOST = 200;
    private static final Deque<String> NEWEST = new ArrayDeque<>();
    private static boolean listening;

    private Cells() {}

    /** Begins to note the cells, with the next one; call it while a cell runs. */
    static synchronized void listen(Object kernel) {
        if (listening) {
            return;
        }
        try {
            var display =
                    field(
                            field(kernel.getClass().getMethod("getIO").invoke(kernel), "display"),
                            "env");
            var connection = field(field(display, "shell"), "connection");
            var types =
                    connection
                            .getClass()
                            .getClassLoader()
                            .loadClass(
                                    connection
                                            .getClass()
                                            .getPackageName()
                                            .replace(".channels", ".messages.MessageType"));
            var request = types.getField("EXECUTE_REQUEST").get(null);
            var handler = ((Map<?, ?>) field(connection, "handlers")).get(request);
            var shape = handler.getClass().getInterfaces()[0];
            connection
                    .getClass()
                    .getMethod("setHandler", types, shape)
                    .invoke(
                            connection,
                            request,
                            Proxy.newProxyInstance(
                                    shape.getClassLoader(),
                                    new Class<?>[] {shape},
                                    (proxy, method, arguments) -> {
                                        if (method.getName().equals("handle")) {
                                            note(code(arguments[1]));
                                        }
                                        try {
                                            return method.invoke(handler, arguments);
                                        } catch (InvocationTargetException e) {
                                            throw e.getCause();
                                        }
                                    }));
            listening = true;
        } catch (ReflectiveOperationException | RuntimeException otherShape) {
            // Then an unfinished cell cannot be told from one that was never run.
        }
    }

    private static String code(Object message) throws ReflectiveOperationException {
        var content = message.getClass().getMethod("getContent").invoke(message);
        return (String) content.getClass().getMethod("getCode").invoke(content);
    }

    static Object field(Object owner, String name) throws ReflectiveOperationException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(owner);
                }
            }
        }
        throw new NoSuchFieldException(name);
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
                        "^(?!return\\b|new\\b|var\\b)[A-Za-z][^;={}()\\n]*[\\s>\\]]"
                                + Pattern.quote(method)
                                + "\\s*\\(",
                        Pattern.MULTILINE);
        return NEWEST.stream().filter(cell -> declaration.matcher(cell).find()).findFirst();
    }
}
