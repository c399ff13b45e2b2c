package workbench;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import tech.tablesaw.api.Table;
import workbench.internal.drawing.Charts;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Display;
import workbench.internal.kernel.Threads;

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
        Display.grid(Machine.grid());
        if (Machine.cores() == 1) {
            System.out.println(
                    "On one core, versions that compute cannot overlap; "
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

    /** A table: numbers to the right, the title above, at most 100 rows. */
    public static void table(Table table) {
        Display.grid(Grid.of(table));
    }

    /** The tests of a run: a row for each, and in one sentence why it failed. */
    public static void tests(TestRun run) {
        Display.grid(run.grid());
    }

    /** The times of a comparison, with their spread and the reader's guesses. */
    public static void times(Results results, Guess... guesses) {
        Display.picture(Charts.times(results, guesses));
    }

    /** Who did what and when; several, one below the other, on one scale of time. */
    public static void timeline(Timeline... timelines) {
        Display.picture(Charts.timeline(timelines));
    }

    /** The speed-up by number of cores, from the time that each number took. */
    public static void speedUp(String title, SortedMap<Integer, Duration> times) {
        Display.picture(Charts.speedUp(title, times));
    }

    /** The times of a comparison as its workload grows. */
    public static void growth(String title, String xLabel, SortedMap<Integer, Results> sizes) {
        Display.picture(Charts.growth(title, xLabel, sizes));
    }

    /** Any numbers over any others, a line for each name; the labels name the units. */
    public static void lines(
            String title,
            String xLabel,
            String yLabel,
            Map<String, ? extends SortedMap<? extends Number, ? extends Number>> data) {
        Display.picture(Charts.lines(title, xLabel, yLabel, data));
    }
}
