package workbench.internal.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import workbench.internal.text.Text;

/**
 * What the reader declared in the notebook's cells, handed to the jar.
 *
 * <p>JShell keeps what stood there before when a cell does not compile, and keeps an older method
 * of the same name beside one with other parameters. So a method is taken only if it is the one
 * that the newest cell with its name declares. For use by the thread that runs the cell.
 */
public final class Notebook {

    private static final Pattern NAME = Pattern.compile("(\\w+)\\s*\\(");
    private static volatile Object taken;
    private static boolean listening;

    private Notebook() {}

    /**
     * A method of the notebook, or why there is none.
     *
     * @param value null if there is a problem
     * @param problem a sentence; null if there is none
     */
    public record Found<S>(S value, String problem) {
        private static <S> Found<S> no(String problem) {
            return new Found<>(null, problem);
        }
    }

    /**
     * Begins to note which cells are run, and to look at when an interrupt was sent. Call it in the
     * notebook's first cell; once more does nothing.
     */
    public static synchronized void listen() {
        if (!listening) {
            listening = true;
            Kernel.running()
                    .map(Kernel::kernel)
                    .ifPresent(kernel -> {
                        Cells.listen(kernel);
                        Interrupts.watch(kernel);
                    });
        }
    }

    /** Called by the text that {@link #find} has the kernel evaluate. */
    public static void take(Object value) {
        taken = value;
    }

    /**
     * Finds a method that the reader has written.
     *
     * @param type a functional interface, public and with a public way to it
     * @param declaration the method's first line as it stands in the cell, up to its parenthesis
     * @param expression Java that the notebook evaluates to a {@code type}, and that calls it
     */
    public static <S> Found<S> find(Class<S> type, String declaration, String expression) {
        // An interrupt in the midst of it would close files that the compiler reads, and break it.
        return Calm.call("check", () -> findHere(type, declaration, expression));
    }

    private static <S> Found<S> findHere(Class<S> type, String declaration, String expression) {
        var name = nameOf(declaration);
        var running = Kernel.running();
        if (running.isEmpty()) {
            return Found.no("There is no notebook here, and so no " + name + ".");
        }
        var kernel = running.get().kernel();
        try {
            var problem = problem(shell(kernel), name, declaration);
            return problem != null
                    ? Found.no(problem)
                    : new Found<>(evaluate(kernel, type, expression), null);
        } catch (InvocationTargetException e) { // JJava and IJava name their exceptions alike
            return Found.no(
                    e.getCause().getClass().getSimpleName().contains("Interrupted")
                            ? "it was interrupted."
                            : otherFirstLine(declaration));
        } catch (ReflectiveOperationException otherKernel) {
            return Found.no("This kernel is none that the checks know: use the kernel Java 25.");
        }
    }

    /**
     * The source of a method of the notebook, the newest one of this name; empty where there is
     * none, and in a kernel that is none of the two known.
     */
    public static Optional<String> source(String method) {
        var running = Kernel.running();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        try {
            return shell(running.get().kernel())
                    .methods()
                    .filter(one -> one.name().equals(method))
                    .reduce((earlier, later) -> later)
                    .map(one -> one.source().strip());
        } catch (ReflectiveOperationException otherKernel) {
            return Optional.empty();
        }
    }

    static String nameOf(String declaration) {
        var name = NAME.matcher(declaration);
        if (!name.find()) {
            throw new IllegalArgumentException("\"" + declaration + "\" declares no method.");
        }
        return name.group(1);
    }

    private static String problem(JShell shell, String name, String declaration) {
        var methods =
                shell.methods()
                        .filter(method -> method.name().equals(name))
                        .collect(Collectors.toCollection(ArrayList::new));
        var cell = Cells.declaring(name);
        if (cell.isPresent()) {
            var stale = methods.stream().filter(one -> !holds(cell.get(), one)).toList();
            if (stale.size() == methods.size()) {
                return unfinished(shell, name, cell.get());
            }
            // Older ones with other parameters, which the check might call in place of the new. To
            // drop them is not enough: JShell may still know one that it compiled with the new.
            stale.forEach(shell::drop);
            int expected = parameters(declaration.replaceFirst("(?s)^.*?\\((.*)\\).*$", "$1"));
            methods.removeAll(stale);
            methods.removeIf(method -> parameters(method.parameterTypes()) != expected);
            if (methods.isEmpty()) {
                return otherFirstLine(declaration);
            }
        }
        if (methods.isEmpty()) {
            return "There is no method "
                    + name
                    + " yet: run the cell above that begins with "
                    + declaration
                    + ".";
        }
        return methods.stream()
                .filter(method ->
                        shell.status(method) == Status.RECOVERABLE_DEFINED
                                || shell.status(method) == Status.RECOVERABLE_NOT_DEFINED)
                .findFirst()
                .map(method -> unknown(shell, method))
                .orElse(null);
    }

    private static String otherFirstLine(String declaration) {
        return "Your method has another first line than the check calls: begin it with "
                + declaration
                + ", as it stood there at first.";
    }

    /** How many there are in a list with commas; those between angle brackets do not count. */
    static int parameters(String list) {
        int depth = 0;
        int many = list.isBlank() ? 0 : 1;
        for (int i = 0; i < list.length(); i++) {
            char each = list.charAt(i);
            depth += each == '<' ? 1 : each == '>' ? -1 : 0;
            many += each == ',' && depth == 0 ? 1 : 0;
        }
        return many;
    }

    private static boolean holds(String cell, Snippet snippet) {
        return cell.contains(snippet.source().strip());
    }

    private static String unfinished(JShell shell, String name, String cell) {
        var newest =
                shell.snippets()
                        .filter(one -> shell.status(one) == Status.REJECTED && holds(cell, one))
                        .reduce((earlier, later) -> later);
        var why =
                newest.flatMap(one ->
                        shell.diagnostics(one)
                                .findFirst()
                                .map(first ->
                                        plain(first.getMessage(Locale.ENGLISH))
                                                + " in line "
                                                + line(cell, one, first.getPosition())));
        return "The cell with "
                + name
                + " does not compile: "
                + why.orElse("a brace, a parenthesis or a quotation mark is not closed")
                + ". Fix it and run that cell again.";
    }

    /** What the compiler says, in one line and without the parts that name JShell's own classes. */
    static String plain(String message) {
        var line = message.replaceAll("\\s+", " ").strip();
        return Text.shorten(
                line.replaceFirst(
                        "cannot find symbol symbol: (\\w+) (\\S+).*", "no $1 is called $2"),
                120);
    }

    private static long line(String cell, Snippet snippet, long position) {
        int start = cell.indexOf(snippet.source().strip());
        var before =
                cell.substring(0, (int) Math.min(cell.length(), start + Math.max(0, position)));
        return before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
    }

    private static String unknown(JShell shell, MethodSnippet method) {
        var names =
                shell.unresolvedDependencies(method)
                        .map(each -> each.replaceFirst("^(variable|method|class) ", ""))
                        .toList();
        if (names.isEmpty()) { // it calls what is known in a way that does not fit
            return "Your method "
                    + method.name()
                    + " does not compile"
                    + shell.diagnostics(method)
                            .findFirst()
                            .map(first -> ": " + plain(first.getMessage(Locale.ENGLISH)))
                            .orElse("")
                    + ". Does a call still fit the first line of what it calls?";
        }
        return "Your method "
                + method.name()
                + " uses what this notebook does not know: "
                + Text.list(names)
                + ". Is it a typing mistake, a cell that was not run, a missing import, or a variable"
                + " that is used outside of its block?";
    }

    private static JShell shell(Object kernel) throws ReflectiveOperationException {
        for (var owner : List.of(kernel, Requests.held(kernel, "evaluator"))) {
            for (var field : owner.getClass().getDeclaredFields()) {
                if (field.getType() == JShell.class) {
                    field.setAccessible(true);
                    return (JShell) field.get(owner);
                }
            }
        }
        throw new NoSuchFieldException("JShell");
    }

    private static <S> S evaluate(Object kernel, Class<S> type, String expression)
            throws ReflectiveOperationException {
        taken = null;
        var statement =
                Notebook.class.getName()
                        + ".take(("
                        + type.getCanonicalName()
                        + ") "
                        + expression
                        + ");";
        kernel.getClass().getMethod("eval", String.class).invoke(kernel, statement);
        return type.cast(taken);
    }

    /** A lambda that calls the notebook's method with as many arguments as the type has. */
    public static String call(Class<?> type, String declaration) {
        var method =
                Arrays.stream(type.getMethods())
                        .filter(one -> Modifier.isAbstract(one.getModifiers()))
                        .findFirst()
                        .orElseThrow();
        var arguments =
                IntStream.range(0, method.getParameterCount())
                        .mapToObj(i -> "a" + i)
                        .collect(Collectors.joining(", "));
        return "(" + arguments + ") -> " + nameOf(declaration) + "(" + arguments + ")";
    }
}
