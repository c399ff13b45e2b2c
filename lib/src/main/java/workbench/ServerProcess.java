package workbench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A service in a JVM of its own, controlled by lines on its standard input, which also ends it:
 * it cannot outlive this JVM.
 */
final class ServerProcess implements LocalService.Backend {
    private final Process process;
    private final PrintStream to;
    private final BufferedReader from;
    private final String base;

    ServerProcess(Class<? extends LocalService> service) {
        this(service, Path.of(System.getProperty("java.home"), "bin", "java"),
                classPath(service));
    }

    ServerProcess(Class<? extends LocalService> service, Path java, String classPath) {
        String address;
        try {
            // The quick compiler alone: a short life repays no more, and the client has the cores.
            process = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC", "-Xmx512m", "-cp", classPath, service.getName()).start();
            to = new PrintStream(process.getOutputStream(), true);
            from = process.inputReader();
            address = from.readLine();
        } catch (IOException e) {
            throw new IllegalStateException(cannotStart(service, e.getMessage()), e);
        }
        if (address == null) {
            close();
            throw new IllegalStateException(cannotStart(service, process.errorReader().lines()
                    .findFirst().orElse("it ended with " + process.exitValue())));
        }
        base = address;
    }

    private static String cannotStart(Class<?> service, String why) {
        return "The JVM of " + service.getSimpleName() + " cannot start (" + why
                + "): run notebooks/open, which mends the helper jar, or use local().";
    }

    /** A kernel may have loaded the jar itself; then the JVM's own class path lacks it. */
    private static String classPath(Class<?> service) {
        var source = service.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation().getPath().endsWith(".jar")) {
            return new File(source.getLocation().getPath()).getParent() + File.separator + "*";
        }
        return System.getProperty("java.class.path");
    }

    @Override
    public String base() {
        return base;
    }

    @Override
    public synchronized String command(String line) {
        try {
            to.println(line);
            var answer = from.readLine();
            if (answer != null) {
                return answer;
            }
        } catch (IOException e) {
            // It ended, which is told below.
        }
        throw new IllegalStateException("The service's process has ended: open a new one.");
    }

    @Override
    public synchronized void close() {
        to.close();
        var interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
