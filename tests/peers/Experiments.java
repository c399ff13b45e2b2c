import module java.base;
import workbench.Benchmarks;
import workbench.Experiment;
import workbench.Program;

/**
 * Some jobs, measured by JMH and by Experiment, for tests/bench: a long-lived program that takes
 * one sample for each line of its standard input. README.md beside this file tells how.
 */
class Experiments {
    /** Both run the same classes: JMH in a JVM of its own, Experiment in this one. */
    static final Program JOBS = Program.java("Jobs", """
            import java.math.BigInteger;
            import java.util.Arrays;
            import java.util.Random;
            import java.util.concurrent.TimeUnit;
            import org.openjdk.jmh.annotations.*;

            @State(Scope.Thread)
            @BenchmarkMode(Mode.AverageTime)
            @OutputTimeUnit(TimeUnit.NANOSECONDS)
            public class Jobs {
                int number = 42;
                final int[] numbers = new Random(1).ints(100_000).toArray();

                @Benchmark public Integer hashes() {
                    for (int i = 0; i < 10_000_000; i++) number = number * 31 + (number >>> 7);
                    return number;
                }

                @Benchmark public BigInteger power() {
                    return BigInteger.valueOf(50_000).pow(50_000);
                }

                @Benchmark public int[] sorted() {
                    var copy = numbers.clone();
                    Arrays.sort(copy);
                    return copy;
                }

                @Benchmark public int[] waits() throws InterruptedException {
                    Thread.sleep(10);
                    return numbers;
                }
            }
            """).with("jmh").limit(Duration.ofMinutes(2));

    /** The median of JMH's iterations, each of which is the mean of as many calls as fit in. */
    static double byJmh(String job) throws Exception {
        return Benchmarks.of(JOBS.run(job, "-f", "1", "-wi", "5", "-i", "5", "-w", "300ms",
                "-r", "300ms")).median(job);
    }

    /** The median of the samples that it takes of two versions, as it always does. */
    static double byExperiment(String job) throws Exception {
        var loader = new URLClassLoader(new URL[] {JOBS.classes().toUri().toURL()});
        try (loader) {
            var type = loader.loadClass("program.Jobs");
            var jobs = type.getConstructor().newInstance();
            var method = type.getMethod(job);
            var out = System.out;
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            try {
                return Experiment.named(job).comparing(any -> job)
                        .version(job, () -> method.invoke(jobs))
                        .version("the same", () -> method.invoke(jobs))
                        .measure().median(job).toNanos();
            } finally {
                System.setOut(out);
            }
        }
    }

    static void main() throws Exception {
        Peer.obey(order -> {
            try {
                var nanos = order[1].equals("JMH") ? byJmh(order[2]) : byExperiment(order[2]);
                return Math.round(nanos) + "\t" + order[2];
            } catch (Exception e) {
                return "error\t" + e;
            }
        });
    }
}
