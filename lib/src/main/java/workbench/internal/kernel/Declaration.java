package workbench.internal.kernel;

import java.lang.StackWalker.Option;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;

/**
 * The declaration of a notebook's variable, such as {@code var far = GenreService.ownProcess();} in
 * a cell, while its initializer runs.
 *
 * <p>JShell, on which the kernels stand, makes a class of each such declaration, with the variable
 * as a static field, and with a method {@code do_it$} that runs the initializer. A cell that is run
 * again makes another class. All this is seen by looking at the calling thread's stack; where it is
 * otherwise one day, no declaration is found.
 *
 * @param variable its name
 * @param by the class that JShell made of it
 */
public record Declaration(String variable, Class<?> by) {
    /** The one that this thread runs; empty where a cell's other statement runs, or no cell. */
    public static Optional<Declaration> running() {
        return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames
                .filter(frame -> frame.getMethodName().equals("do_it$"))
                .map(StackWalker.StackFrame::getDeclaringClass)
                .findFirst()).flatMap(Declaration::of);
    }

    private static Optional<Declaration> of(Class<?> snippet) {
        return Arrays.stream(snippet.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                // An expression's value is held in a variable of JShell's own, such as $3.
                .filter(field -> !field.isSynthetic() && !field.getName().startsWith("$"))
                .map(field -> new Declaration(field.getName(), snippet))
                .findFirst();
    }

    /** Whether a later one declares the same variable anew. */
    public boolean isReplacedBy(Declaration later) {
        return variable.equals(later.variable) && by != later.by;
    }
}
