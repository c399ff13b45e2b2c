package workbench.internal.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Standard output and standard error while a check runs, with an end to how much of it is shown:
 * the kernel's queue drops what comes too fast, and the check's own sentence with it. Whoever
 * prints on and on is stopped by an error in its own thread. Thread-safe.
 */
public final class Output implements AutoCloseable {

    static final int SHOWN = 200; // lines
    static final int MOST = 20_000; // lines, after which no solution is taken to be a right one

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final AtomicInteger lines = new AtomicInteger();

    private Output() {
        System.setOut(bounded(out));
        System.setErr(bounded(err));
    }

    /** Bounds what is printed until it is closed. */
    public static Output bounded() {
        return new Output();
    }

    /** Whether so much was printed that it had to be stopped. */
    public boolean flooded() {
        return lines.get() >= MOST;
    }

    /** What to say then. */
    public String sentence() {
        return String.format(
                Locale.ROOT, "it printed %,d lines and was stopped; does a loop never end?", MOST);
    }

    /** Gives the streams back, and says how much was left out. */
    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        int left = lines.get() - SHOWN;
        if (left > 0) {
            out.println("… and " + left + " more lines, left out.");
        }
    }

    private PrintStream bounded(PrintStream to) {
        return new PrintStream(new Bounded(to), true, StandardCharsets.UTF_8);
    }

    private final class Bounded extends OutputStream {
        private final PrintStream to;

        Bounded(PrintStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (lines.get() >= MOST) {
                throw new Error("Printed without an end, and was stopped.");
            }
            if (lines.get() < SHOWN) {
                to.write(bytes, from, length);
            }
            for (int i = from; i < from + length; i++) {
                if (bytes[i] == '\n') {
                    lines.incrementAndGet();
                }
            }
        }

        @Override
        public void flush() {
            to.flush();
        }
    }
}
