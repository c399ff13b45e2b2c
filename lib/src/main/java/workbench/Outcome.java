package workbench;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/** How something ended, as a text. Thread-safe. */
public final class Outcome {

    private Outcome() {}

    /**
     * Runs something on the current thread, and says how it ended: with its result, or with an
     * exception. Of an exception it gives the name, and the name of the one inside it, such as
     * "ExecutionException with IOException"; of a class that stands in another one, both names,
     * such as "StructuredTaskScope.TimeoutException". Errors are thrown on.
     *
     * @throws InterruptedException if the current thread is interrupted meanwhile: whoever asked
     *     for that wants the caller to end, and not a text
     */
    public static String of(Callable<?> work) throws InterruptedException {
        try {
            return text(work.call());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return text(e);
        }
    }

    /** A value in words: an exception by its name, anything else by its text. */
    static String text(Object value) {
        if (!(value instanceof Throwable failure)) {
            return String.valueOf(value);
        }
        // What is inside a cancellation is another one, and depends on who asks.
        return failure.getCause() == null || failure instanceof CancellationException
                ? name(failure)
                : name(failure) + " with " + name(failure.getCause());
    }

    private static String name(Throwable failure) {
        var type = failure.getClass();
        var outer = type.getEnclosingClass();
        // What a cell declares stands in a class of JShell's.
        return outer == null || outer.getName().contains("JShell")
                ? type.getSimpleName()
                : outer.getSimpleName() + "." + type.getSimpleName();
    }
}
