package workbench.internal.text;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says why code failed, in words for whoever wrote it. */
public final class Failures {

    private Failures() {}

    /** What failed, in a sentence's part: the exception's name, and its message if it has one. */
    public static String reason(Throwable failure) {
        var cause = cause(failure);
        // JShell lets a method be declared before what it uses, and throws this when it is called.
        // By its name, since JShell may be another class loader's.
        if (cause.getClass().getSimpleName().equals("SPIResolutionException")) {
            return "the use of a name that does not exist (yet): a typing mistake, a cell that was not "
                    + "run, or a missing import";
        }
        var message = message(cause);
        return cause.getClass().getSimpleName()
                + (message.isBlank()
                        ? ""
                        : ": " + Text.shorten(message.strip().replaceFirst("\\.$", ""), 200));
    }

    /**
     * Its message, or nothing where it has none, or where the reader's own exception fails at it.
     */
    private static String message(Throwable failure) {
        try {
            var message = failure.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | StackOverflowError broken) {
            return "";
        }
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
