package workbench.internal.kernel;

import java.io.File;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * Starts JJava for the kernelspec that {@code lib/setup} writes, so that the first chart is there
 * sooner. Not for the notebooks, which need none of it: they run on IJava as well.
 *
 * <p>JJava is found by reflection, so that the jar does not need it.
 */
public final class Start {

    /** How long the kernel has its processors to itself: its first charts are there by then. */
    private static final Duration HEAD_START = Duration.ofSeconds(10);

    private Start() {}

    /**
     * @param arguments those of JJava's own main method: the connection file
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        hideJars();
        delayIndex();
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

    /**
     * Lets JShell list the classes of all packages, for Tab, a little later: it takes a second of a
     * processor's time, and begins with the kernel and anew with each jar.
     */
    private static void delayIndex() {
        try {
            var indexer =
                    Class.forName("jdk.jshell.SourceCodeAnalysisImpl").getDeclaredField("INDEXER");
            indexer.setAccessible(true);
            var oneThread = (ExecutorService) indexer.get(null);
            oneThread.submit(() -> {
                Thread.sleep(HEAD_START);
                return null;
            });
        } catch (ReflectiveOperationException otherJdk) {
            // Then the first chart is there a little later.
        }
    }
}
