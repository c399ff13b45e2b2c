package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final class Own extends Exception {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aResultIsItsText() throws Exception {
        assertEquals("doom polka", Outcome.of(() -> "doom polka"));
        assertEquals("null", Outcome.of(() -> null));
    }

    @Test
    void anExceptionIsItsNameAndTheNameOfTheOneInside() throws Exception {
        assertEquals("IOException", Outcome.of(this::fails));
        assertEquals(
                "ExecutionException with IOException",
                Outcome.of(() -> {
                    throw new ExecutionException(new IOException("no genre"));
                }));
        assertEquals("IOException", Outcome.text(new IOException("no genre")));
    }

    private Object fails() throws IOException {
        throw new IOException("no genre");
    }

    @Test
    void ofACancellationTheInsideIsNotTold() throws Exception {
        var cancelled = new CompletableFuture<String>();
        cancelled.cancel(true);
        assertEquals("CancellationException", Outcome.of(cancelled::get));
        var inside = new CancellationException();
        inside.initCause(new IOException());
        assertEquals("CancellationException", Outcome.text(inside));
    }

    @Test
    void aNestedClassHasBothNames() throws Exception {
        assertEquals(
                "OutcomeTest.Own",
                Outcome.of(() -> {
                    throw new Own();
                }));
    }

    @Test
    void anInterruptAndAnErrorAreThrownOn() {
        assertThrows(
                InterruptedException.class,
                () ->
                        Outcome.of(() -> {
                            throw new InterruptedException();
                        }));
        assertThrows(
                AssertionError.class,
                () ->
                        Outcome.of(() -> {
                            throw new AssertionError();
                        }));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Outcome.of(this::sleeps));
        assertFalse(Thread.interrupted());
    }

    private Object sleeps() throws InterruptedException {
        Thread.sleep(1);
        return "slept";
    }
}
