package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarksTest {

    private static final String OUTPUT =
            """
            # Benchmark: program.HashBenchmark.kept
            # Fork: 1 of 2
            # Warmup Iteration   1: 999.000 ns/op
            Iteration   1: 134.000 ns/op
            Iteration   2: 135,5 ±(99.9%) 0.1 ns/op
            # Fork: 2 of 2
            # Warmup Iteration   1: 999.000 ns/op
            Iteration   1: 133.000 ns/op
            Iteration   2: 170.000 ns/op

            # Benchmark: program.HashBenchmark.nothing
            Iteration   1: ≈ 10⁻³ ns/op

            # Run complete. Total time: 00:00:08

            Benchmark                 Mode  Cnt    Score   Error  Units
            HashBenchmark.kept        avgt   10  134.123 ± 1.234  ns/op
            HashBenchmark.nothing     avgt   10   ≈ 10⁻³           ns/op
            HashBenchmark.once          ss       8123,5            ns/op
            HashBenchmark.often      thrpt    5    7.001 ± 0.020  ops/us
            HashBenchmark.thrownAway  avgt    5    0.321 ± 0,010  ns/op
            """;

    @Test
    void eachLineOfTheTableIsRead() {
        var benchmarks = Benchmarks.of(OUTPUT);
        assertEquals(
                List.of(
                        new Benchmarks.Score("kept", "avgt", 10, 134.123, 134.75, 1.234, "ns/op"),
                        new Benchmarks.Score(
                                "nothing", "avgt", 10, 1e-3, 1e-3, Double.NaN, "ns/op"),
                        new Benchmarks.Score(
                                "once", "ss", 1, 8123.5, Double.NaN, Double.NaN, "ns/op"),
                        new Benchmarks.Score(
                                "often", "thrpt", 5, 7.001, Double.NaN, 0.02, "ops/us"),
                        new Benchmarks.Score(
                                "thrownAway", "avgt", 5, 0.321, Double.NaN, 0.01, "ns/op")),
                benchmarks.scores());
        assertEquals(134.123, benchmarks.score("kept"));
        assertEquals(134.75, benchmarks.median("kept"));
    }

    @Test
    void linesOfOtherSystemsAreReadToo() {
        assertEquals(Benchmarks.of(OUTPUT), Benchmarks.of(OUTPUT.replace("\n", "\r\n")));
    }

    @Test
    void severalRunsStandInOneTable() {
        var run = Benchmarks.of(OUTPUT);
        var table = Benchmarks.table("One call", run, run);
        assertEquals(10, table.rowCount());
        assertEquals("One call", table.name());
        assertTrue(table.doubleColumn("± 99.9 %").isMissing(2));
    }

    @Test
    void whatIsNotThereIsTold() {
        var unknown =
                assertThrows(
                        IllegalArgumentException.class, () -> Benchmarks.of(OUTPUT).score("lost"));
        assertTrue(unknown.getMessage().contains("thrownAway"), unknown.getMessage());
        var none = assertThrows(IllegalStateException.class, () -> Benchmarks.of("No benchmarks"));
        assertTrue(none.getMessage().contains("@Benchmark"), none.getMessage());
    }
}
