package workbench.internal.text;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says why code failed, in words for whoever wrote it. */
public final class Failures {

    private Failures() {}

    /** What failed, in a sentence's part. */
    public static String reason(Throwable failure) {
        var cause = cause(failure);
        var message = cause.getMessage();
        return cause.getClass().getSimpleName()
                + (message == null || message.isBlank()
                        ? ""
                        : ": " + Text.shorten(message.strip().replaceFirst("\\.$", ""), 200));
    }

    /**
     * Throws on what leaves the JVM itself in doubt, such as a heap that is full. An endless
     * recursion does not: it is a mistake as any other.
     */
    public static void passOnFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal
                && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** What failed, without the wrapping of futures. */
    public static Throwable cause(Throwable failure) {
        var cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
