package workbench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import workbench.internal.drawing.Grid;
import workbench.internal.drawing.Picture;
import workbench.internal.kernel.Display;
import workbench.internal.kernel.Progress;

class ShowTest {

    private final Table table =
            Table.create(
                    "Genres & <more>",
                    StringColumn.create("Name", "<b>AC/DC</b>", "polka"),
                    DoubleColumn.create("Time [s]", 0.1 + 0.2, Double.NaN),
                    IntColumn.create("n", 7, 1000));

    @Test
    void aTableInHtmlIsEscapedAndAligned() {
        var html = Grid.of(table).html();
        assertTrue(html.contains("Genres &amp; &lt;more&gt;</caption>"), html);
        assertTrue(html.contains("<td style=\"text-align: left\">&lt;b&gt;AC/DC&lt;/b&gt;</td>"));
        assertTrue(html.contains("<th scope=\"col\" style=\"text-align: right"), html);
        assertTrue(html.contains(">0.3000</td>"), html);
        assertFalse(html.contains("NaN"), html);
    }

    @Test
    void ofNumbersWithoutAFormatWholeOnesAreGroupedAsWell() {
        var html = Grid.of(Table.create("t", DoubleColumn.create("ops", 8907, 9224.3))).html();
        assertTrue(html.contains(">8,907</td>"), html);
        assertTrue(html.contains(">9,224</td>"), html);
    }

    @Test
    void withoutAKernelATableIsText() throws Exception {
        assertEquals(
                """
                Genres & <more>
                Name           Time [s]      n
                <b>AC/DC</b>     0.3000      7
                polka                     1000
                """,
                Output.of(() -> Show.table(table)));
    }

    @Test
    void speedUpIsThatOfTheMediansByThreads() throws Exception {
        var samples = new LinkedHashMap<String, List<Duration>>();
        samples.put("1", List.of(Duration.ofMillis(100)));
        samples.put("10", List.of(Duration.ofMillis(20)));
        samples.put("2", List.of(Duration.ofMillis(50)));
        var results = new Results("Powers", samples, Map.of("1", 7, "2", 7, "10", 7));
        var shown = Output.of(() -> Show.speedUp(results, 2));
        assertTrue(
                shown.contains(
                        "Powers: 1.00 times as fast on 1 thread, 2.00 times as fast on 2 threads,"
                                + " 5.00 times as fast on 10 threads"),
                shown);
    }

    private static Results comparison(String title, int... millis) {
        var samples = new LinkedHashMap<String, List<Duration>>();
        for (int i = 0; i < millis.length; i++) {
            samples.put("version " + i, List.of(Duration.ofMillis(millis[i])));
        }
        return new Results(title, samples, Map.of());
    }

    @Test
    void comparisonsStandOnOneAxisEachRelativeToItsFirst() throws Exception {
        var shown =
                Output.of(() ->
                        Show.timesAsFast(
                                "All",
                                Map.of("Waits", 1_000.0),
                                comparison("Waits", 100, 10, 200),
                                comparison("Works", 8, 8)));
        assertTrue(
                shown.contains(
                        "Waits: version 0 1.0; version 1 10; version 2 0.50; Works: version 0 1.0;"
                                + " version 1 1.0; Your guess for the best of Waits was 1,000."),
                shown);
        for (double guess : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Show.timesAsFast("All", Map.of("A", guess), comparison("A", 1)));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Show.timesAsFast("All", Map.of("B", 2.0), comparison("A", 1)));
        assertThrows(IllegalArgumentException.class, () -> Show.timesAsFast("All", Map.of()));
    }

    @Test
    void withoutANotebookThereIsNoMethodToShow() throws Exception {
        assertEquals(
                "There is no method loop in this notebook yet.\n",
                Output.of(() -> Show.method("loop")));
    }

    @Test
    void whatIsSeenIsPrintedAndLoudOnlyWhereItIsNotAsDocumented() throws Exception {
        assertEquals(
                "state after the time out: RUNNING\n",
                Output.of(() -> Show.seen("10-state-after-the-time-out", Future.State.RUNNING)));
        assertEquals(
                "get with a time out: TimeoutException\n",
                Output.of(() ->
                        Show.seen(
                                "10-get-with-a-time-out",
                                () -> new CompletableFuture<String>().get(1, MILLISECONDS))));
        var loud = Output.of(() -> Show.seen("10-state-after-the-time-out", Future.State.SUCCESS));
        assertTrue(
                loud.startsWith(
                        "state after the time out: SUCCESS\nNOT AS DOCUMENTED: state after the time"
                                + " out is \"SUCCESS\" and should be \"RUNNING\". See https://"),
                loud);
        assertTrue(
                Output.of(() -> Show.seen("10-nobody-knows", 1))
                        .contains("nothing is written down"));
    }

    @Test
    void aReasonIsOneLineWithoutWrappingOrFolder() {
        assertEquals("IOException: no genre", Show.reason(new IOException("no genre.")));
        assertEquals(
                "IllegalStateException: a?b",
                Show.reason(new ExecutionException(new IllegalStateException("a\nb"))));
        assertEquals(
                "NoSuchFileException: 3.part",
                Show.reason(new NoSuchFileException(Path.of("some", "where", "3.part") + "")));
        assertEquals("NoSuchFileException", Show.reason(new NoSuchFileException(null)));
        assertEquals("TimeoutException", Show.reason(new TimeoutException()));
    }

    @Test
    void anOutcomeIsAValueOrAnExceptionWithItsCause() throws Exception {
        assertEquals("sum: 2", Output.of(() -> Show.outcome("sum", () -> 2)).strip());
        assertEquals(
                "box: ExecutionException, cause: java.io.IOException: no genre",
                Output.of(() ->
                                Show.outcome(
                                        "box",
                                        () -> {
                                            throw new ExecutionException(
                                                    new IOException("no genre"));
                                        }))
                        .strip());
    }

    @Test
    void percentilesAreOnesThatWereMeasured() throws Exception {
        var waits = LongStream.rangeClosed(1, 1_000).map(i -> 3 * (1_001 - i)).boxed().toList();
        assertEquals(
                "1,000 waits [ms]: 50th percentile 1,500, 90th 2,700, 99th 2,970, the largest 3,000\n",
                Output.of(() -> Show.percentiles("waits [ms]", waits)));
        assertEquals(
                "1 waits [ms]: 50th percentile 7, 90th 7, 99th 7, the largest 7\n",
                Output.of(() -> Show.percentiles("waits [ms]", List.of(7L))));
        assertThrows(
                IllegalArgumentException.class, () -> Show.percentiles("waits [ms]", List.of()));
    }

    @Test
    void latenciesAreWhatOneRequestOfSoManyTakesOrMore() throws Exception {
        var histogram = new Histogram(3);
        LongStream.rangeClosed(1, 1_000).forEach(histogram::recordValue);
        var told = Output.of(() -> Show.latencies("Answers", "ms", Map.of("due", histogram)));
        assertTrue(told.contains("takes so long or longer [ms]"), told);
        assertTrue(told.contains("due 500 at 2,"), told);
        assertTrue(told.contains("1,000 at 1,000"), told);
        var few = new Histogram(3);
        LongStream.rangeClosed(1, 300).forEach(few::recordValue);
        var ofFew = Output.of(() -> Show.latencies("Answers", "ms", Map.of("due", few)));
        assertTrue(ofFew.endsWith("300 at 300.\n"), ofFew);
        assertThrows(
                IllegalArgumentException.class,
                () -> Show.latencies("Answers", "ms", Map.of("due", new Histogram(3))));
    }

    @Test
    void lawsAreDrawnAndHeldAgainstWhatWasMeasured() throws Exception {
        var measured = new TreeMap<>(Map.of(1, 100.0, 2, 190.0, 4, 300.0, 8, 350.0));
        var law = new Scaling("law of 1 to 2", 100, 0, 0);
        var told = Output.of(() -> Show.scaling("Jobs", measured, law));
        assertTrue(told.contains("law of 1 to 2 100 at 1"), told);
        assertTrue(told.endsWith(". It says 800 for 8 workers; measured: 350.\n"), told);
    }

    @Test
    void aLongTableIsCutAndSaysSo() {
        var grid =
                Grid.of(
                        "Long",
                        List.of(Grid.Heading.number("n")),
                        Collections.nCopies(103, List.of("1")));
        assertEquals(100, grid.html().split("<td", -1).length - 1);
        assertTrue(grid.html().endsWith("<p>… and 3 more rows</p>"));
        assertTrue(grid.text().endsWith("… and 3 more rows"));
    }

    @Test
    void ofATableOnlyTheRowsThatAreShownAreRead() throws Exception {
        var read = new AtomicInteger();
        var numbers = IntColumn.create("n", IntStream.range(0, 1_000_000).toArray());
        numbers.setPrintFormatter(
                new NumberColumnFormatter() {
                    @Override
                    public String format(int number) {
                        read.incrementAndGet();
                        return "no. " + number;
                    }
                });
        var text = Output.of(() -> Show.table(Table.create("Million", numbers)));
        assertTrue(text.contains("no. 99\n… and 999,900 more rows"), text);
        assertEquals(100, read.get());
        var one = Table.create("Long", IntColumn.create("n", new int[101]));
        assertTrue(Grid.of(one).text().endsWith("… and 1 more row"), Grid.of(one).text());
        assertFalse(Grid.of(one.first(100)).html().contains("more"));
    }

    @Test
    void anEmptyHeadingOverEmptyCellsIsShown() throws Exception {
        var empty = Table.create("Empty", StringColumn.create("", "", ""));
        assertEquals("Empty\n\n\n\n", Output.of(() -> Show.table(empty)));
        var grid =
                Grid.of(
                        "Two",
                        List.of(Grid.Heading.text(""), Grid.Heading.number("")),
                        List.of(List.of("", "1")));
        assertEquals("Two\n\n   1", grid.text());
    }

    @Test
    void aHeadingMayHoldAnySigns() {
        var grid = Grid.of("C#", List.of(Grid.Heading.text("C#")), List.of(List.of("%d")));
        assertEquals("C#\nC#\n%d", grid.text());
        assertTrue(grid.html().contains("<th scope=\"col\" style=\"text-align: left\">C#</th>"));
    }

    @Test
    void aPictureIsItsTextWithoutAKernel() throws Exception {
        var picture = new Picture(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), 1, "A dot.");
        assertEquals("A dot.\n", Output.of(() -> Display.picture(picture)));
    }

    @Test
    void ofProgressOnlyTheLastLineIsPrinted() throws Exception {
        assertEquals(
                "Fetching: all 9\n",
                Output.of(() -> {
                    try (var progress = new Progress("Fetching")) {
                        progress.update("3 of 9");
                        progress.update("all 9");
                    }
                }));
        assertEquals("", Output.of(() -> new Progress("Nothing").close()));
    }

    @Test
    void theMachineIsToldWithoutAnybodysName() throws Exception {
        var text = Output.of(Show::machine);
        assertTrue(text.contains(System.getProperty("java.version")), text);
        assertTrue(text.contains("" + Runtime.getRuntime().availableProcessors()), text);
        assertFalse(text.contains(System.getProperty("java.home")), text);
        assertTrue(Machine.openFiles() > 0);
        assertTrue(Machine.memory() > 0 && Machine.heap() > 0);
    }

    @Test
    void theSizeIsSmallOrFullAndNothingElse() {
        assertTrue(Size.isSmall("small"));
        assertFalse(Size.isSmall("full"));
        assertFalse(Size.isSmall((String) null));
        assertEquals(
                "WORKBENCH_SIZE is \"Small\": set it to small or full, or unset it, where "
                        + "you started JupyterLab, and start that again.",
                assertThrows(IllegalArgumentException.class, () -> Size.isSmall("Small"))
                        .getMessage());
    }

    @Test
    void anArrivalNamesTheThread() throws Exception {
        var returned = new String[1];
        var platform =
                Output.of(() -> {
                    var thread =
                            new Thread(() -> returned[0] = Show.arrival(3, "doom polka"), "cook 1");
                    thread.start();
                    thread.join();
                });
        assertTrue(platform.matches("3 doom polka, by thread #\\d+ \\(cook 1\\)\\R"), platform);
        assertEquals("doom polka", returned[0]);
        var virtual = Output.of(() -> Thread.startVirtualThread(() -> Show.arrival(0, "a")).join());
        assertTrue(virtual.matches("0 a, by virtual thread #\\d+ on worker-\\d+\\R"), virtual);
    }

    @Test
    void aClockTellsWorkFromWaiting() throws Exception {
        var said = Output.of(() -> Show.clock("a nap", () -> LockSupport.parkNanos(30_000_000)));
        var found =
                Pattern.compile(
                                "a nap    took +([\\d,]+) ms; the processor worked for +([\\d,]+) ms of it\\R")
                        .matcher(said);
        assertTrue(found.matches(), said);
    }

    @Test
    void ofAVirtualThreadTheClockTellsNoWork() throws Exception {
        Runnable nap = () -> Show.clock("a nap", () -> LockSupport.parkNanos(1_000_000));
        var said = Output.of(() -> Thread.startVirtualThread(nap).join());
        assertTrue(said.matches("a nap    took +[\\d,]+ ms\\R"), said);
    }

    private static Program.Run stressed(String output) {
        return new Program.Run(
                Program.End.EXITED,
                0,
                output,
                "",
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                "It ended.");
    }

    @Test
    void outcomesStandSideBySide() throws Exception {
        var runs = new LinkedHashMap<String, Program.Run>();
        runs.put(
                "plain",
                stressed(
                        """
                          Results across all configurations:

                          RESULT    SAMPLES     FREQ       EXPECT  DESCRIPTION
                            0, 0          7    1.00%   Acceptable  of one fork

                          Results across all configurations:

                          RESULT    SAMPLES     FREQ       EXPECT  DESCRIPTION
                            0, 0      1,234    1.23%  Interesting  in no order
                            0, 1  1.234.567   98.77%   Acceptable  Ada first
                        """));
        runs.put(
                "volatile",
                stressed(
                        """
                          Results across all configurations:

                          RESULT    SAMPLES     FREQ       EXPECT  DESCRIPTION
                            0, 0          0    0,00%    Forbidden  in no order
                            1, 0          5  <100,00%  Acceptable  Bob first
                        """));
        runs.put("lonely", stressed("      No scheduling is possible, these tests would not run."));
        runs.put("silent", stressed("RUN RESULTS:"));
        assertEquals(
                """
                Flags
                Outcome       plain   volatile   What it means
                0, 0          1,234          0   in no order
                0, 1      1,234,567          0   Ada first
                1, 0              0          5   Bob first
                lonely: not run. jcstress gives each thread a core of its own, and this machine \
                has too few.
                silent: jcstress wrote no table of outcomes. Was it run with -v?
                """,
                Output.of(() -> Show.outcomes("Flags", runs)));
    }
}
