package workbench.internal.server;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import workbench.internal.program.JavaCode;
import workbench.internal.program.LineProcess;
import workbench.internal.text.Places;
import workbench.internal.text.Text;

/**
 * A service in a JVM of its own, controlled by lines on its standard input, which also ends it: it
 * cannot outlive this JVM, which never waits for it without a limit. Thread-safe.
 */
public final class ServerProcess implements Backend {
    /** How long it may take to start, to answer a line, and to end. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String title;
    private final Duration limit;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(100);
    private final LineProcess process;
    private final String base;
    private int unread; // answers that an interrupted caller did not wait for; guarded by this

    /**
     * Starts one and waits until it has its address.
     *
     * @throws IllegalStateException where it cannot be started, or does not answer in time
     */
    public static ServerProcess open(Kind kind) {
        // The quick compiler alone: a short life repays no more, and the client has the cores.
        return new ServerProcess(
                kind.title(),
                List.of(
                        JavaCode.java(),
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
            process = new LineProcess(title + "'s process", command, lines::put);
        } catch (IOException e) {
            throw new IllegalStateException(cannotStart(e.getMessage()), e);
        }
        try {
            base = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            process.end();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while the JVM of the " + title + " started.", e);
        }
        if (base == null) {
            process.end();
            throw new IllegalStateException(cannotStart(silence()));
        }
        if (base.equals(LineProcess.END)) {
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
        process.say(line);
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
            process.end();
            throw ended(silence());
        }
        if (line.equals(LineProcess.END)) {
            throw ended(ending());
        }
        return line;
    }

    private IllegalStateException ended(String why) {
        return new IllegalStateException(
                "The process of the " + title + " has ended (" + why + "): open a new one.");
    }

    private String silence() {
        return "it did not answer within " + Text.time(limit) + process.said();
    }

    /** How it ended, and what it said. */
    private String ending() {
        return "exit value " + process.close(limit) + process.said();
    }

    /** Ends it gently, and by force where that takes too long or this thread is interrupted. */
    @Override
    public synchronized void close() {
        process.close(limit);
    }
}
