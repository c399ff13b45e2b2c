package workbench.internal.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process that runs to its end within bounds: of time, and of the output that is kept.
 *
 * @param exit the exit value; what the system makes of it if the time was up
 * @param inTime whether it ended by itself
 * @param output what it wrote to its standard output, read as UTF-8, bounded as {@link Kept} is
 * @param errors the same of its standard error
 * @param first from its start to its first byte of output, or to its end if it wrote nothing
 * @param time from its start to its end
 */
public record Child(
        int exit, boolean inTime, String output, String errors, Duration first, Duration time) {

    static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** How long the output of a process that has ended is waited for: somebody may hold it open. */
    private static final long PATIENCE_MS = 1000;

    /** Everywhere the same text, nothing fetched, and no options but those that are given. */
    private static final Map<String, String> USUAL =
            Map.ofEntries(
                    Map.entry("PYTHONUTF8", "1"),
                    Map.entry("PYTHONUNBUFFERED", "1"),
                    Map.entry("PYTHONDONTWRITEBYTECODE", "1"),
                    Map.entry("GOTOOLCHAIN", "local"),
                    Map.entry("GOPROXY", "off"),
                    Map.entry("GOFLAGS", ""),
                    Map.entry("no_proxy", "127.0.0.1,localhost"), // urllib would ask a proxy
                    Map.entry("RUSTUP_AUTO_INSTALL", "0"),
                    Map.entry("JAVA_HOME", System.getProperty("java.home")),
                    Map.entry("JAVA_TOOL_OPTIONS", ""),
                    Map.entry("JDK_JAVA_OPTIONS", ""),
                    Map.entry("_JAVA_OPTIONS", ""),
                    Map.entry("CLASSPATH", ""));

    /**
     * Runs a command.
     *
     * @param folder its working folder
     * @param environment what is set (or, where the value is empty, unset) in its environment
     * @param input its whole standard input
     * @throws InterruptedException if the thread is interrupted; the process has been ended then
     * @throws IOException if it cannot be started
     */
    public static Child run(
            List<String> command,
            Path folder,
            Map<String, String> environment,
            String input,
            Duration limit)
            throws InterruptedException, IOException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The program was not started.");
        }
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        if (!System.getProperty("os.name").startsWith("Mac")) {
            // Not there: the path would be too long for the sockets that Python puts into it.
            List.of("TMPDIR", "TMP", "TEMP")
                    .forEach(name -> set(builder.environment(), name, folder.toString()));
        }
        USUAL.forEach((name, value) -> set(builder.environment(), name, value));
        environment.forEach((name, value) -> set(builder.environment(), name, value));
        var begin = System.nanoTime();
        var process = builder.start();
        try {
            return watched(process, folder, input, begin, limit);
        } catch (InterruptedException e) {
            throw new InterruptedException("The program was ended.");
        }
    }

    private static Child watched(
            Process process, Path folder, String input, long begin, Duration limit)
            throws InterruptedException {
        var output = new Pump(process.getInputStream(), begin);
        var errors = new Pump(process.getErrorStream(), begin);
        Cleanup.started(process, folder);
        try {
            // A thread of its own: a program that reads nothing must not stop us.
            Thread.ofPlatform()
                    .daemon()
                    .name("program input")
                    .start(() -> write(input, process.getOutputStream()));
            var inTime = process.waitFor(limit);
            var time = Duration.ofNanos(System.nanoTime() - begin);
            // Whoever still holds the output of a process that has ended, was started by it.
            if (!inTime || !output.ended() || !errors.ended()) {
                Cleanup.end(process, folder);
                output.ended();
                errors.ended();
            }
            var first = output.first == 0 ? time : Duration.ofNanos(output.first);
            return new Child(
                    inTime ? process.exitValue() : -1,
                    inTime,
                    output.kept.text(),
                    errors.kept.text(),
                    first,
                    time);
        } catch (InterruptedException e) {
            Cleanup.end(process, folder);
            throw e;
        } finally {
            Cleanup.ended(process);
        }
    }

    private static void set(Map<String, String> environment, String name, String value) {
        if (WINDOWS) { // which does not tell Path from PATH
            environment.keySet().removeIf(name::equalsIgnoreCase);
        }
        if (value.isEmpty()) {
            environment.remove(name);
        } else {
            environment.put(name, value);
        }
    }

    private static void write(String input, OutputStream to) {
        try (to) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended, or closed its input, before it had read all: its right.
        }
    }

    /** Reads a stream to its end on a thread of its own, so that neither stream fills up. */
    private static final class Pump extends Thread {
        private final InputStream from;
        private final long begin;
        private final Kept kept = new Kept();
        private volatile long first;

        Pump(InputStream from, long begin) {
            super("program output");
            this.from = from;
            this.begin = begin;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            var buffer = new byte[8192];
            try {
                for (int length; (length = from.read(buffer)) >= 0; ) {
                    if (first == 0) {
                        first = System.nanoTime() - begin;
                    }
                    kept.add(buffer, length);
                }
            } catch (IOException e) {
                // The process was ended; what it had written is kept.
            }
        }

        /** Whether all has been read. */
        boolean ended() throws InterruptedException {
            join(PATIENCE_MS);
            return !isAlive();
        }
    }
}
