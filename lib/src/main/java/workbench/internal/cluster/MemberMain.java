package workbench.internal.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs the notebook's own member program in a JVM of its own. When the standard input ends, so does
 * the JVM, whatever it is at: it does not outlive the program that started it.
 */
final class MemberMain {
    /** The line that says that the member's program has returned, so that it is a member. */
    static final String READY = "ready";

    private MemberMain() {}

    /**
     * @param args the name of the class whose main is run, and that one's arguments
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("end of input").start(MemberMain::watch);
        var arguments = new String[args.length - 1];
        System.arraycopy(args, 1, arguments, 0, arguments.length);
        try {
            var main = Class.forName(args[0]).getMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            System.err.println(e.getCause());
            Runtime.getRuntime().halt(1);
        }
        System.out.println(READY);
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // What comes says nothing.
            }
        } catch (IOException e) {
            // It is gone all the same.
        }
        Runtime.getRuntime().halt(0);
    }
}
