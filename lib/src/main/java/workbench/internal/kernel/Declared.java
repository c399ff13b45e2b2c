package workbench.internal.kernel;

import java.lang.StackWalker.Option;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;

/**
 * The notebook's variable that is being declared, as by {@code var far =
 * GenreService.ownProcess();} in a cell, while its first value is made.
 *
 * <p>JShell, on which the kernels stand, makes a class of such a declaration, with the variable as
 * a static field, and with a method {@code do_it$} that makes the value. This is seen by looking at
 * the calling thread's stack; where it is otherwise one day, no variable is found.
 */
public final class Declared {
    private Declared() {}

    /**
     * Name of the variable that this thread makes a value for.
     *
     * @param type of the value; a variable that cannot hold it is not meant
     */
    public static Optional<String> variable(Class<?> type) {
        return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.filter(frame -> frame.getMethodName().equals("do_it$"))
                                .map(StackWalker.StackFrame::getDeclaringClass)
                                .findFirst())
                .stream()
                .flatMap(snippet -> Arrays.stream(snippet.getDeclaredFields()))
                .filter(field ->
                        Modifier.isStatic(field.getModifiers())
                                && field.getType().isAssignableFrom(type))
                .map(Field::getName)
                // An expression's value is held in a variable of JShell's own, such as $3.
                .filter(name -> !name.startsWith("$"))
                .findFirst();
    }
}
