package workbench.internal.kernel;

import java.util.Map;
import java.util.UUID;

/**
 * A line of text that is redrawn in place, at most ten times a second, while something takes its
 * time. Without a kernel, only its last text is printed, when it is closed.
 *
 * <p>Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {

    private static final long PAUSE = 100_000_000; // ns

    private final String title;
    private String text;
    private String drawn;
    private String id;
    private long drawnAt;

    public Progress(String title) {
        this.title = title;
    }

    /** Says how far it is. What comes too soon after the last drawing is drawn later. */
    public synchronized void update(String newText) {
        text = title + ": " + newText;
        if (drawn == null || System.nanoTime() - drawnAt > PAUSE) {
            draw();
        }
    }

    /** Leaves the last text standing. */
    @Override
    public synchronized void close() {
        var shown = draw();
        if (!shown && text != null) {
            System.out.println(text);
        }
        text = null;
    }

    private boolean draw() {
        var kernel = Kernel.running();
        if (kernel.isEmpty() || text == null) {
            return false;
        }
        if (text.equals(drawn)) {
            return true;
        }
        drawn = text;
        drawnAt = System.nanoTime();
        if (id == null) {
            id = UUID.randomUUID().toString();
            return kernel.get().display(Map.of("text/plain", text), Map.of(), id);
        }
        return kernel.get().update(id, text);
    }
}
