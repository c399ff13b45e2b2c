package workbench.internal.kernel;

import java.io.File;

/**
 * Starts JJava for the kernelspec that {@code lib/setup} writes, so that the first chart is there
 * sooner. Not for the notebooks, which need none of it: they run on IJava as well.
 *
 * <p>JJava is found by reflection, so that the jar does not need it.
 */
public final class Start {

    private Start() {}

    /**
     * @param arguments those of JJava's own main method: the connection file
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        hideJars();
        Class.forName("org.dflib.jjava.distro.JJava")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    /**
     * Lets JShell's compiler begin with the kernel alone. The JVM knows our jars already, but the
     * compiler would read through all of them before the kernel answers, and once more when the
     * notebook's setup cell names them.
     */
    private static void hideJars() {
        var classPath = System.getProperty("java.class.path");
        var end = classPath.indexOf(File.pathSeparatorChar);
        if (end >= 0) System.setProperty("java.class.path", classPath.substring(0, end));
    }
}
