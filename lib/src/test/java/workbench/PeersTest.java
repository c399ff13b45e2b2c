package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Protocol;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import workbench.internal.server.Client;
import workbench.internal.text.Text;

class PeersTest {

    private static Program java(String body) {
        return Program.java(
                        "Main",
                        """
                        public class Main {
                            public static void main(String[] args) throws Exception {
                                %s
                            }
                        }
                        """
                                .formatted(body))
                .jvm("-XX:TieredStopAtLevel=1");
    }

    private static final Program ECHO =
            java(
                    "System.out.println(args[0] + new String(System.in.readAllBytes()));"
                            + "System.out.println(\"ms 1.5\");");

    @Test
    void theTimeOfTheWorkIsTheProgramsOwn() throws Exception {
        var measured =
                Peers.named("echo", "a", 7).add("here", () -> "aa 7").add("there", ECHO).measure(2);
        assertEquals(
                List.of(Duration.ofNanos(1_500_000), Duration.ofNanos(1_500_000)),
                measured.results().samples("there"));
        assertEquals("aa 7", measured.results().value("there"));
        var table = measured.table();
        assertEquals(List.of("here", "there"), table.stringColumn(0).asList());
        assertEquals("1.50", table.stringColumn(1).get(1));
        assertEquals("0", table.stringColumn(2).get(0));
        assertTrue(Double.parseDouble(table.stringColumn(2).get(1)) > 1);
        assertTrue(measured.notRun().isEmpty());
        var shown = Output.of(() -> measured.show(new Guess("elsewhere", Duration.ofMillis(1))));
        assertTrue(shown.contains("Start and end [ms]"), shown);
        assertTrue(
                shown.contains("Your guess for elsewhere is not drawn: there is no time of it."),
                shown);
    }

    @Test
    void theTableHasTheMediansOfTheResults() throws Exception {
        var uneven =
                java(
                        "System.out.println(args[0]);"
                                + "System.out.println(\"ms \" + System.nanoTime() % 1_000_000);");
        var measured = Peers.named("uneven", "a").add("there", uneven).measure(2);
        assertEquals(
                Text.number(Text.nanos(measured.results().median("there")) / 1e6, 3),
                measured.table().stringColumn(1).get(0));
    }

    @Test
    void anotherResultIsAnError() {
        var peers = Peers.named("echo", "a").add("here", () -> "b").add("there", ECHO);
        var e = assertThrows(IllegalStateException.class, () -> peers.measure(1));
        assertEquals("there gives another result than here: aa instead of b.", e.getMessage());
    }

    @Test
    void whoPrintsNoTimeIsRefused() {
        var peers = Peers.named("echo").add("mute", java(""));
        var e = assertThrows(IllegalStateException.class, () -> peers.measure(1));
        assertTrue(e.getMessage().startsWith("mute does not end with a line"), e.getMessage());
    }

    @Test
    void whoCannotRunIsTold() throws Exception {
        var measured =
                Peers.named("one")
                        .add("here", () -> 1)
                        .add("lost", Program.language("Go", "").env("PATH", "/nowhere"))
                        .add("broken", java("throw new Exception(\"no\");"))
                        .measure(1);
        assertEquals(List.of("here"), measured.results().names());
        assertEquals("lost: not run: there is no go on this machine.", measured.notRun().get(0));
        assertTrue(measured.notRun().get(1).startsWith("broken: The Java program Main ended"));
    }

    @Test
    void aFunctionGetsAFrame() throws Exception {
        var java =
                Peers.around(
                        "Java",
                        """
                        long powers(long first, long n) {
                            long total = 0;
                            for (long i = first; i < first + 16; i++) total += power(i, n);
                            return total;
                        }
                        """);
        var run = java.run("2", "1").orFail();
        assertTrue(run.output().matches("152\\Rms [\\d.E-]+\\R"), run.output());
        var measured = Peers.named("two", 2, 1).add("Java", java).measure(1);
        assertEquals("152", measured.results().value("Java"));
        assertEquals("First time [ms]", measured.table().columnNames().get(1));
        assertThrows(IllegalArgumentException.class, () -> Peers.around("Go", "func f() {}"));
        var e =
                assertThrows(
                        IllegalArgumentException.class, () -> Peers.around("Rust", "fn compute()"));
        assertEquals("There is no compute in Rust here.", e.getMessage());
    }

    /** They take one task after the other: what is tested stands around them. */
    static Stream<Arguments> gatherers() {
        return Stream.of(
                arguments(
                        "Rust",
                        """
                        fn gather<T: Send>(n: u64, task: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
                            (0..n).map(task).collect()
                        }
                        """),
                arguments(
                        "C++",
                        """
                        template <class T>
                        std::vector<T> gather(int n, auto task) {
                            std::vector<T> results;
                            for (int i = 0; i < n; i++) results.push_back(task(i));
                            return results;
                        }
                        """));
    }

    @ParameterizedTest
    @MethodSource("gatherers")
    @Tag("slow")
    void oneFunctionGathersGenresAndPowers(String language, String source) throws Exception {
        var program = Peers.around(language, source);
        assumeTrue(program.isAvailable(), "the tool is not on this machine");
        try (var service = GenreService.local();
                var client = new Client(Protocol.HTTP_1_1)) {
            service.latency(Duration.ZERO);
            var expected = new StringBuilder();
            for (var answer : client.getAll(3, service::url)) {
                expected.append(answer.body().replace("\"", "")).append("\n");
            }
            var run = program.run(service.url() + "?seed=", "3").orFail();
            assertEquals(expected.toString(), run.output().replaceFirst("ms .*\\R$", ""));
        }
        var run = program.run("2", "1").orFail();
        assertTrue(run.output().matches("152\\Rms [\\d.E-]+\\R"), run.output());
    }

    /** Mono hangs now and then while it ends; with a thread that never ends, always. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "async Task<string[]> Genres(string prefix, int n) {"
                        + " await Task.Yield(); %s return new[] { prefix + n }; }",
                "long Powers(long first, long n) { %s return first + n; }"
            })
    @Tag("slow")
    void aProgramInCSharpEndsThoughItsRuntimeWouldHang(String function) throws Exception {
        var hangs = "new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();";
        var program = Peers.around("C#", "static " + function.formatted(hangs));
        assumeTrue(program.isAvailable(), "the tool is not on this machine");
        var run = program.run("1", "2").orFail();
        assertTrue(run.output().matches("(12|3)\\Rms [\\d.E-]+\\R"), run.output());
    }

    @Test
    void theFirstTimeIsToldApart() throws Exception {
        var twice =
                java(
                        "System.out.println(\"first \" + System.getenv(\"WORKBENCH_FIRST\") + \".5\");"
                                + "System.out.println(args[0]);"
                                + "System.out.println(\"ms 1.5\");");
        var measured = Peers.named("two", "a", 7).add("there", twice).measure(1);
        assertEquals("a", measured.results().value("there"));
        var table = measured.table();
        assertEquals(
                List.of(
                        "Program",
                        "First time [ms]",
                        "Work [ms]",
                        "Start and end [ms]",
                        "Compile, once [ms]"),
                table.columnNames());
        assertEquals("7.50", table.stringColumn(1).get(0));
        assertEquals("1.50", table.stringColumn(2).get(0));
    }

    @Test
    void theServiceCountsWhatIsUnderWay() throws Exception {
        var peers =
                Peers.named("idle")
                        .add("here", () -> 1)
                        .add("lost", Program.language("Go", "").env("PATH", "/nowhere"));
        try (var service = GenreService.local()) {
            var table = peers.mostInFlight(service, 1);
            assertEquals(1, table.rowCount());
            assertEquals(0, table.intColumn(1).get(0));
        }
        assertThrows(IllegalArgumentException.class, () -> peers.add("here", () -> 2));
    }
}
