package workbench.internal.kernel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets an interrupt end the cell that ran when it was sent, and no later one.
 *
 * <p>JJava reads a message, then pauses for 50 ms. On a busy machine, or when the reader presses ■
 * several times, an interrupt is read only after the next cell has begun, and would end that one.
 * So each interrupt's date is compared with the time at which the running cell began. Both are of
 * one clock, since the server that dates the interrupt runs on the kernel's machine.
 *
 * <p>JJava is found by reflection; in another version than the known one, nothing is changed.
 */
final class Interrupts {

    /** How JShell calls the method that it makes of a cell's statement. */
    private static final String CELL = "do_it$";

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int PAUSES = 100;

    private final Requests requests;

    /** When the cell that runs began; written by the thread that reads the cells. */
    private volatile Instant began = Instant.now();

    /** Whether an interrupt was meant for a cell since then. */
    private volatile boolean interrupted;

    private Interrupts(Requests requests) {
        this.requests = requests;
    }

    /** Looks at the dates of a JJava kernel's interrupts from now on. Called within a cell. */
    static void watch(Object kernel) {
        try {
            var requests = Requests.of(kernel);
            var interrupts = new Interrupts(requests);
            requests.before(
                    "EXECUTE_REQUEST",
                    (environment, message) -> {
                        interrupts.letEnd();
                        interrupts.began = Instant.now();
                        return true;
                    });
            requests.before("INTERRUPT_REQUEST", interrupts::isMeant);
        } catch (ReflectiveOperationException otherVersion) {
            // Then its interrupts are as they were.
        }
    }

    /**
     * Waits a moment for the code of an interrupted cell, so that its last words do not come in the
     * next cell: JJava has the cell end before its code has.
     */
    private void letEnd() {
        for (int i = 0; interrupted && i < PAUSES && cellCodeRuns(); i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        interrupted = false;
    }

    private static boolean cellCodeRuns() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().equals(CELL));
    }

    /** Whether an interrupt was sent after the running cell had begun; answers one that was not. */
    private boolean isMeant(Object environment, Object message)
            throws ReflectiveOperationException {
        var header = message.getClass().getMethod("getHeader").invoke(message);
        var timestamp = header.getClass().getMethod("getTimestamp").invoke(header);
        var date = timestamp.getClass().getMethod("getDateString").invoke(timestamp).toString();
        try {
            if (!OffsetDateTime.parse(date).toInstant().isBefore(began)) {
                interrupted = true;
                return true;
            }
        } catch (DateTimeException unreadable) {
            return true;
        }
        var reply = requests.type("messages.reply.InterruptReply").getConstructor().newInstance();
        var content = requests.type("messages.ContentType");
        environment.getClass().getMethod("setBusyDeferIdle").invoke(environment);
        environment.getClass().getMethod("reply", content).invoke(environment, reply);
        return false;
    }
}
