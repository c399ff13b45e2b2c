package workbench.internal.program;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A process that talks by lines until it is ended. Two daemon threads read what it says, so that it
 * never waits for a reader; they end with it. Thread-safe.
 */
public final class LineProcess {
    /** What is taken after the last line; no line has a line break. */
    public static final String END = "\n";

    /** How much of what it says on standard error is kept for a message, in characters. */
    private static final int KEPT = 300;

    private final Process process;
    private final PrintStream to;
    private final StringBuilder errors = new StringBuilder(); // guarded by itself
    private final List<Thread> readers;

    /** Takes each line of a process's standard output, and then {@link #END}. */
    public interface Lines {
        /**
         * Takes one; the process may have to wait meanwhile.
         *
         * @throws InterruptedException if the process was ended while this one waited
         */
        void take(String line) throws InterruptedException;
    }

    /**
     * Starts one.
     *
     * @param name what its threads are called
     * @param lines is called by one of them
     * @throws IOException if it cannot be started
     */
    public LineProcess(String name, List<String> command, Lines lines) throws IOException {
        process = new ProcessBuilder(command).start();
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        readers =
                List.of(
                        reader(name + ", lines", () -> readLines(lines)),
                        reader(name + ", errors", this::readErrors));
    }

    private static Thread reader(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    private void readLines(Lines lines) {
        try {
            try (var from = process.inputReader(StandardCharsets.UTF_8)) {
                for (var line = from.readLine(); line != null; line = from.readLine()) {
                    lines.take(line);
                }
            } catch (IOException e) {
                // It has ended: there is no more.
            }
            lines.take(END);
        } catch (InterruptedException e) {
            // It was ended, and nobody takes its lines any more.
        }
    }

    private void readErrors() {
        var some = new char[1024];
        try (var from = process.errorReader()) {
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                synchronized (errors) {
                    errors.append(some, 0, Math.min(count, KEPT - errors.length()));
                }
            }
        } catch (IOException e) {
            // It has ended: there is no more.
        }
    }

    /** Says a line to it; nothing, if it has ended. */
    public void say(String line) {
        to.println(line);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The first 300 characters of what it said on standard error, as a part of a sentence. */
    public String said() {
        synchronized (errors) {
            var said = errors.toString().strip().replaceAll("\\s+", " ");
            return said.isEmpty() ? "" : "; it said: " + said + (errors.length() < KEPT ? "" : "…");
        }
    }

    /**
     * Ends its standard input, and by force itself where it has not ended in time, or where this
     * thread is interrupted, which it then stays.
     *
     * @return its exit value
     */
    public int close(Duration limit) {
        to.close();
        try {
            process.waitFor(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
        return process.exitValue();
    }

    /**
     * Ends it by force, unless it has ended; when this returns, no process and thread is left. Only
     * a process of its own that holds its pipes would keep the threads, and this one for seconds.
     */
    public void end() {
        process.destroyForcibly();
        waitFor(process);
        readers.forEach(LineProcess::end);
    }

    /**
     * Waits also where this thread is interrupted, which it then stays. Not by {@link
     * Process#onExit}, which wants a thread of the common pool: a cell may have blocked them all.
     */
    private static void waitFor(Process process) {
        var interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a reader also where this thread is interrupted, which it then stays. */
    private static void end(Thread reader) {
        var interrupted = false;
        // Some rounds and not for ever: a child of the process may still hold its pipe.
        for (int round = 0; round < 3 && reader.isAlive(); round++) {
            try {
                if (!reader.join(Duration.ofSeconds(1))) {
                    reader.interrupt(); // it waits with lines that nobody takes
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
