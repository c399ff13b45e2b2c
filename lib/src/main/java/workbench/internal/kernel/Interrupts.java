package workbench.internal.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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

    private final Class<?> handlerType;
    private final Class<?> messageType;
    private final Object connection;

    /** When the cell that runs began; written by the thread that reads the cells. */
    private volatile Instant began = Instant.now();

    /** Whether an interrupt was meant for a cell since then. */
    private volatile boolean interrupted;

    private Interrupts(Object connection) throws ReflectiveOperationException {
        var loader = connection.getClass().getClassLoader();
        handlerType = loader.loadClass("org.dflib.jjava.jupyter.channels.ShellHandler");
        messageType = loader.loadClass("org.dflib.jjava.jupyter.messages.MessageType");
        this.connection = connection;
    }

    /** Looks at the dates of a JJava kernel's interrupts from now on. Called within a cell. */
    static void watch(Object kernel) {
        try {
            watchMessages(kernel);
        } catch (ReflectiveOperationException otherVersion) {
            // Then its interrupts are as they were.
        }
    }

    private static void watchMessages(Object kernel) throws ReflectiveOperationException {
        var io = kernel.getClass().getMethod("getIO").invoke(kernel);
        var environment = held(io.getClass().getField("display").get(io), "env");
        if (environment == null) {
            return; // no cell runs
        }
        var shell = environment.getClass().getMethod("getShell").invoke(environment);
        var interrupts = new Interrupts(held(shell, "connection"));
        interrupts.before(
                "EXECUTE_REQUEST",
                (environmentOfCell, message) -> {
                    interrupts.letEnd();
                    interrupts.began = Instant.now();
                    return true;
                });
        interrupts.before("INTERRUPT_REQUEST", interrupts::isMeant);
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

    private static Object held(Object owner, String field) throws ReflectiveOperationException {
        var found = owner.getClass().getDeclaredField(field);
        found.setAccessible(true);
        return found.get(owner);
    }

    private interface Step {
        /** Whether the kernel's own handler is to be called after this. */
        boolean takes(Object environment, Object message) throws ReflectiveOperationException;
    }

    private void before(String type, Step step) throws ReflectiveOperationException {
        var key = messageType.getField(type).get(null);
        var handler =
                connection.getClass().getMethod("getHandler", messageType).invoke(connection, key);
        var both =
                Proxy.newProxyInstance(
                        handlerType.getClassLoader(),
                        new Class<?>[] {handlerType},
                        (proxy, method, arguments) -> {
                            try {
                                return step.takes(arguments[0], arguments[1])
                                        ? method.invoke(handler, arguments)
                                        : null;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
        connection
                .getClass()
                .getMethod("setHandler", messageType, handlerType)
                .invoke(connection, key, both);
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
        var loader = connection.getClass().getClassLoader();
        var reply =
                loader.loadClass("org.dflib.jjava.jupyter.messages.reply.InterruptReply")
                        .getConstructor()
                        .newInstance();
        var content = loader.loadClass("org.dflib.jjava.jupyter.messages.ContentType");
        environment.getClass().getMethod("setBusyDeferIdle").invoke(environment);
        environment.getClass().getMethod("reply", content).invoke(environment, reply);
        return false;
    }
}
