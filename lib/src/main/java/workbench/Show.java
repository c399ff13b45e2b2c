package workbench;

import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import tech.tablesaw.api.Table;

/**
 * Shows things below a notebook's cell, in JJava and in IJava; without a kernel, or when no cell
 * runs, it prints their text. Every method may be called by any thread.
 *
 * <p>The methods return nothing: a display's id as a cell's last value would be printed too.
 */
public final class Show {

    private Show() {}

    /**
     * The machine, in one row; the first cell of every notebook calls it. It also names the thread
     * that runs the cells "notebook": the kernels' own names for it differ from start to start.
     */
    public static void machine() {
        Threads.remember();
        Thread.currentThread().setName("notebook");
        grid(Machine.grid());
        if (Machine.cores() == 1) {
            System.out.println("On one core, versions that compute cannot overlap; "
                    + "versions that wait still can.");
        }
    }

    /**
     * Says that no thread outlived its cell since {@link #machine()}, or names those that did. It
     * waits up to two seconds for threads that are ending.
     *
     * @throws InterruptedException if the kernel is interrupted while it waits
     */
    public static void threadsLeft() throws InterruptedException {
        System.out.println(Threads.report(Threads.left(Duration.ofSeconds(2))));
    }

    /** A piece of HTML, with a text that says the same where HTML cannot be shown. */
    public static void html(String html, String text) {
        show(Map.of("text/html", html), Map.of(), text);
    }

    /** A picture, with its alternative text for those who cannot see it. */
    public static void picture(Picture picture) {
        var png = Base64.getEncoder().encodeToString(picture.png());
        var alt = Text.html(picture.alt());
        // JupyterLab drops the alternative text of an image/png, but keeps that of an <img>.
        var html = "<img alt=\"" + alt + "\" width=\"" + picture.width()
                + "\" style=\"max-width: 100%; height: auto\" src=\"data:image/png;base64," + png
                + "\">";
        show(Map.of("text/html", html, "image/png", png),
                Map.of("image/png", Map.of("alt", picture.alt(), "width", picture.width())),
                picture.alt());
    }

    /** A table: numbers to the right, the title above, at most 100 rows. */
    public static void table(Table table) {
        grid(Grid.of(table));
    }

    /** The tests of a run: a row for each, and in one sentence why it failed. */
    public static void tests(TestRun run) {
        grid(run.grid());
    }

    static void grid(Grid grid) {
        html(grid.html(), grid.text());
    }

    /** The times of a comparison, with their spread and the reader's guesses. */
    public static void times(Results results, Guess... guesses) {
        picture(Charts.times(results, guesses));
    }

    /** Who did what and when; several, one below the other, on one scale of time. */
    public static void timeline(Timeline... timelines) {
        picture(Charts.timeline(timelines));
    }

    /** The speed-up by number of cores, from the time that each number took. */
    public static void speedUp(String title, SortedMap<Integer, Duration> times) {
        picture(Charts.speedUp(title, times));
    }

    /** How many of the samples took up to how long, a line for each name. */
    public static void distribution(String title, Map<String, List<Duration>> samples) {
        picture(Charts.distribution(title, samples));
    }

    /** The times of a comparison as its workload grows. */
    public static void growth(String title, String xLabel, SortedMap<Integer, Results> sizes) {
        picture(Charts.growth(title, xLabel, sizes));
    }

    /** Any numbers over any others, a line for each name; the labels name the units. */
    public static void lines(String title, String xLabel, String yLabel,
            Map<String, ? extends SortedMap<? extends Number, ? extends Number>> data) {
        picture(Charts.lines(title, xLabel, yLabel, data));
    }

    /**
     * A line of text that is redrawn in place, at most ten times a second, while something takes
     * its time. Without a kernel, only its last text is printed, when it is closed.
     */
    public static Progress progress(String title) {
        return new Progress(title);
    }

    private static void show(Map<String, String> forms, Map<String, Map<String, Object>> metadata,
            String text) {
        var all = new LinkedHashMap<>(forms);
        all.put("text/plain", text);
        var shown = Kernel.running().map(kernel -> kernel.display(all, metadata, null));
        if (!shown.orElse(false)) {
            System.out.println(text);
        }
    }

    /** A line of progress; see {@link #progress}. Safe for use by several threads. */
    public static final class Progress implements AutoCloseable {

        private static final long PAUSE = 100_000_000; // ns

        private final String title;
        private String text;
        private String drawn;
        private String id;
        private long drawnAt;

        private Progress(String title) {
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
}
