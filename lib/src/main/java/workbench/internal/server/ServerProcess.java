package workbench.internal.server;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import workbench.internal.text.Places;
import workbench.internal.text.Text;

/**
 * A service in a JVM of its own, controlled by lines on its standard input, which also ends it: it
 * cannot outlive this JVM. Two daemon threads read what it says, so that it never waits for a
 * reader and this JVM never waits for it without a limit. Thread-safe.
 */
public final class ServerProcess implements Backend {
    /** How long it may take to start, to answer a line, and to end. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** How much of what it says on standard error is kept for a message, in characters. */
    private static final int KEPT = 300;

    /** What the reader puts behind the last line; no line has a line break. */
    private static final String END = "\n";

    private final String title;
    private final Duration limit;
    private final Process process;
    private final PrintStream to;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(100);
    private final StringBuilder errors = new StringBuilder(); // guarded by itself
    private final List<Thread> readers;
    private final String base;
    private int unread; // answers that an interrupted caller did not wait for; guarded by this

    /**
     * Starts one and waits until it has its address.
     *
     * @throws IllegalStateException where it cannot be started, or does not answer in time
     */
    public static ServerProcess open(Kind kind) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        // The quick compiler alone: a short life repays no more, and the client has the cores.
        return new ServerProcess(
                kind.title(),
                List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        classPath(ServiceMain.class),
                        ServiceMain.class.getName(),
                        kind.name()),
                LIMIT);
    }

    /**
     * @param limit how long it may take to start, to answer a line, and to end
     */
    ServerProcess(String title, List<String> command, Duration limit) {
        this.title = title;
        this.limit = limit;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new IllegalStateException(cannotStart(e.getMessage()), e);
        }
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        readers = List.of(reader("lines", this::readLines), reader("errors", this::readErrors));
        try {
            base = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while the JVM of the " + title + " started.", e);
        }
        if (base == null) {
            end();
            throw new IllegalStateException(cannotStart(silence()));
        }
        if (base.equals(END)) {
            throw new IllegalStateException(cannotStart(ending()));
        }
    }

    private String cannotStart(String why) {
        return "The JVM of the "
                + title
                + " cannot start ("
                + why
                + "): run notebooks/open, which repairs the helper jar, or use local().";
    }

    /** A kernel may have loaded the jar itself; then the JVM's own class path lacks it. */
    static String classPath(Class<?> main) {
        var place = Places.of(main);
        return place.toString().endsWith(".jar")
                ? place.getParent() + File.separator + "*"
                : System.getProperty("java.class.path");
    }

    private Thread reader(String what, Runnable work) {
        return Thread.ofPlatform().daemon().name(title + "'s process, " + what).start(work);
    }

    private void readLines() {
        try (var from = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = from.readLine(); line != null; line = from.readLine()) {
                lines.put(line);
            }
            lines.put(END);
        } catch (IOException e) {
            lines.offer(END);
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

    @Override
    public String base() {
        return base;
    }

    /**
     * @throws IllegalStateException where it has ended, or does not answer in time and is ended, or
     *     this thread is interrupted meanwhile
     */
    @Override
    public synchronized String command(String line) {
        if (!process.isAlive()) {
            throw ended(ending());
        }
        to.println(line);
        unread++;
        String answer = null;
        while (unread > 0) {
            answer = next();
            unread--;
        }
        return answer;
    }

    private String next() {
        String line;
        try {
            line = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while the process of the " + title + " was to answer.", e);
        }
        if (line == null) {
            end();
            throw ended(silence());
        }
        if (line.equals(END)) {
            throw ended(ending());
        }
        return line;
    }

    private IllegalStateException ended(String why) {
        return new IllegalStateException(
                "The process of the " + title + " has ended (" + why + "): open a new one.");
    }

    private String silence() {
        return "it did not answer within " + Text.time(limit) + said();
    }

    /** How it ended, and what it said. */
    private String ending() {
        close();
        return "exit value " + process.exitValue() + said();
    }

    private String said() {
        synchronized (errors) {
            var said = errors.toString().strip().replaceAll("\\s+", " ");
            return said.isEmpty() ? "" : "; it said: " + said + (errors.length() < KEPT ? "" : "…");
        }
    }

    /** Ends it gently, and by force where that takes too long or this thread is interrupted. */
    @Override
    public synchronized void close() {
        to.close();
        try {
            process.waitFor(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    /** Ends it by force, unless it has ended; when this returns, no process and thread is left. */
    private void end() {
        process.destroyForcibly().onExit().join();
        try {
            for (var reader : readers) {
                reader.join(Duration.ofSeconds(1)); // the pipes end with the process
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.forEach(Thread::interrupt); // one may wait with lines that nobody takes
    }
}
