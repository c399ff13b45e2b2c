package workbench;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Prints where a test stands when its {@code @Timeout} is over: put it into {@link ExtendWith} on
 * the test's class. It prints one line for the thread that JUnit is about to interrupt; the stacks
 * of all threads are what JUnit itself prints, if {@code
 * junit.jupiter.execution.timeout.threaddump.enabled} is true. Stateless, so thread-safe.
 */
public final class WhereItStands implements PreInterruptCallback {

    @Override
    public void beforeThreadInterrupt(PreInterruptContext context, ExtensionContext test) {
        var thread = context.getThreadToInterrupt();
        System.out.println(
                test.getDisplayName()
                        + " is late. It stands in "
                        + place(thread.getStackTrace())
                        + ", "
                        + thread.getState()
                        + ".");
    }

    /** The first method that is none of the JDK's, and what it has called. */
    static String place(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (stack[i].getModuleName() == null) {
                return i == 0
                        ? method(stack[i])
                        : method(stack[i - 1]) + ", called by " + method(stack[i]);
            }
        }
        return "code of the JDK";
    }

    private static String method(StackTraceElement frame) {
        var type = frame.getClassName().replaceAll(TestRun.SHELL, "");
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
    }
}
