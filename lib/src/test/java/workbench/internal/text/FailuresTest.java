package workbench.internal.text;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void theReasonIsTheNameAndTheMessageWithoutTheFuturesWrapping() {
        assertEquals("IOException: disk full", Failures.reason(new IOException("disk full.")));
        assertEquals("IOException", Failures.reason(new IOException()));
        assertEquals(
                "IOException: disk full",
                Failures.reason(
                        new CompletionException(
                                new ExecutionException(new IOException("disk full")))));
        assertEquals("ExecutionException", Failures.reason(new ExecutionException(null)));
        assertEquals(
                "IOException: ".length() + 200,
                Failures.reason(new IOException("x".repeat(10_000))).length());
    }

    /** As JShell's, whose module a reader's kernel has and this test need not. */
    private static final class SPIResolutionException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aNameThatDoesNotExistIsSaidInWords() {
        assertEquals(
                "the use of a name that does not exist (yet): a typing mistake, a cell that was not "
                        + "run, or a missing import",
                Failures.reason(new ExecutionException(new SPIResolutionException())));
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException();
        }
    }

    @Test
    void anExceptionWhoseMessageFailsHasAName() {
        assertEquals("Broken", Failures.reason(new Broken()));
    }

    @Test
    void onlyWhatBreaksTheJvmIsThrownOn() {
        assertDoesNotThrow(() -> Failures.passOnFatal(new StackOverflowError()));
        assertDoesNotThrow(() -> Failures.passOnFatal(new AssertionError()));
        assertThrows(
                OutOfMemoryError.class, () -> Failures.passOnFatal(new OutOfMemoryError("full")));
    }
}
