package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import workbench.internal.text.Places;

@Timeout(120)
class ProgramTest {

    private static Program main(String body) {
        return Program.java(
                "Main",
                """
                import java.nio.file.*;
                public class Main {
                    public static void main(String[] args) throws Exception {
                        %s
                    }
                }
                """
                        .formatted(body));
    }

    @Test
    void aJavaProgramRunsWithItsArgumentsAndTellsItsTimes() throws Exception {
        var run = main("System.out.println(String.join(\"|\", args));").run("a b", "", "c\"d");
        assertEquals("a b||c\"d\n", run.orFail().output());
        assertEquals("", run.errors());
        assertEquals(Program.End.EXITED, run.end());
        assertTrue(run.compileTime().isPositive());
        assertTrue(run.startTime().isPositive());
        assertTrue(run.startTime().compareTo(run.time()) <= 0, run.time().toString());
        assertEquals(run.output(), run.toString());
    }

    @Test
    void anExitValueIsToldAndIsNoException() throws Exception {
        var run =
                main("""
                System.out.println("so far");
                System.err.println("the reason");
                System.exit(3);\
                """)
                        .run();
        assertEquals(3, run.exit());
        assertEquals("so far\n", run.output());
        assertEquals("the reason\n", run.errors());
        assertFalse(run.ok());
        assertTrue(
                run.sentence()
                        .matches(
                                "The Java program Main ended with exit value 3 after "
                                        + "[\\d.]+ m?s: the reason\\."),
                run.sentence());
        assertEquals(
                run.sentence(),
                assertThrows(IllegalStateException.class, run::orFail).getMessage());
        assertEquals(run.output() + run.sentence(), run.toString());
    }

    @Test
    void anExceptionIsToldInOneLine() throws Exception {
        var run = main("Object o = null; o.hashCode();").run();
        assertEquals(1, run.exit());
        assertTrue(run.sentence().contains("NullPointerException"), run.sentence());
        assertFalse(run.sentence().contains("\n"), run.sentence());
        assertTrue(
                main("System.exit(4);")
                        .run()
                        .sentence()
                        .endsWith(", and wrote nothing to its standard error."));
    }

    @Test
    void aSourceTextThatDoesNotCompileIsToldWithItsLine() throws Exception {
        var program =
                Program.java(
                        "Main",
                        """
                        public class Main {
                            public static void main(String[] args) {
                                int three = "3";
                                undeclared();
                            }
                        }
                        """);
        var run = program.run();
        assertEquals(Program.End.NOT_COMPILED, run.end());
        assertEquals(
                "The Java program Main does not compile: line 3: incompatible types: String "
                        + "cannot be converted to int, and 1 more.",
                run.sentence());
        assertTrue(run.errors().contains("Main.java:4: error: cannot find symbol"), run.errors());
        assertTrue(
                main("undeclared();")
                        .run()
                        .sentence()
                        .endsWith(": line 4: cannot find symbol (method undeclared())."));
        assertTrue(
                Program.java("Main", "class Main { int x = y; }")
                        .run()
                        .sentence()
                        .endsWith(": line 1: cannot find symbol (variable y)."));
        assertEquals(-1, run.exit());
        assertEquals(
                run.sentence(),
                assertThrows(IllegalStateException.class, program::classes).getMessage());
    }

    @Test
    void aPreviewFeatureIsCompiledWhereItIsAskedFor() throws Exception {
        var program =
                main(
                        """
                        try (var scope = java.util.concurrent.StructuredTaskScope.open()) {
                            var answer = scope.fork(() -> 42);
                            scope.join();
                            System.out.println(answer.get());
                        }\
                        """);
        assertEquals(Program.End.NOT_COMPILED, program.run().end());
        assertEquals("42\n", program.jvm("--enable-preview").run().orFail().output());
    }

    @Tag("slow")
    @Test
    void endlessOutputIsCutAndEnded() throws Exception {
        var run =
                main("""
                for (long i = 0; ; i++) System.out.println("line " + i + " é €");\
                """)
                        .limit(Duration.ofSeconds(2))
                        .run();
        assertEquals(Program.End.OUT_OF_TIME, run.end());
        assertEquals(-1, run.exit());
        assertTrue(run.output().startsWith("line 0 é €\nline 1 é €\n"));
        assertTrue(
                Pattern.compile("\\n\\[… [\\d,]+ bytes were cut here …]\\n")
                        .matcher(run.output())
                        .find());
        assertTrue(run.output().getBytes(UTF_8).length < 100_100);
        assertFalse(run.output().contains("\ufffd"), "a character was cut into");
        assertTrue(
                run.sentence().startsWith("The Java program Main was ended after 2.00 s: "),
                run.sentence());
    }

    @Test
    void muchOutputOnBothStreamsAndInputThatIsNotReadStopNothing() throws Exception {
        var run =
                main("""
                var line = "x".repeat(999);
                for (int i = 0; i < 3000; i++) {
                    System.err.println(line);
                    System.out.println(line);
                }
                System.err.print("last");\
                """)
                        .input("y".repeat(1_000_000))
                        .run()
                        .orFail();
        assertTrue(run.errors().endsWith("x\nlast"));
        assertTrue(run.output().contains("[… 2,900,000 bytes were cut here …]"));
    }

    @Test
    void whatIsNotTooLongIsKeptWhole() throws Exception {
        var run =
                main("""
                for (int i = 0; i < 99_999; i++) System.out.print((char) ('a' + i % 26));
                System.out.print("!");\
                """)
                        .run()
                        .orFail();
        var whole = new StringBuilder();
        for (int i = 0; i < 99_999; i++) whole.append((char) ('a' + i % 26));
        assertEquals(whole + "!", run.output());
    }

    @Test
    void textGoesInAndOutAsUtf8() throws Exception {
        var text = "é € 日本 😀\nend";
        assertEquals(text, main("System.in.transferTo(System.out);").input(text).run().output());
        assertEquals(
                "é 日 3\n",
                main("""
                var line = new java.util.Scanner(System.in).nextLine();
                System.out.println(line + " " + line.length());\
                """)
                        .input("é 日")
                        .run()
                        .output());
        assertEquals("-1", main("System.out.print(System.in.read());").run().output());
    }

    @Test
    void theEnvironmentAndTheJvmsOptionsCanBeSet() throws Exception {
        var program =
                main(
                        """
                        System.out.print(System.getenv("COLOUR") + System.getenv("JAVA_TOOL_OPTIONS")
                            + Runtime.getRuntime().maxMemory() / 1_000_000);\
                        """);
        assertEquals(
                "redneitherheap",
                program.env("COLOUR", "red")
                        .jvm("-Xmx64m")
                        .run()
                        .output()
                        .replaceAll("null", "neither")
                        .replaceAll("6\\d$", "heap"));
        assertTrue(program.run().output().matches("nullnull5\\d\\d"), program.run().output());
    }

    @Test
    void whatItAsksOnThisMachineGoesPastAnyProxy() throws Exception {
        var program = main("System.out.print(System.getenv(\"no_proxy\"));");
        assertEquals("127.0.0.1,localhost", program.run().output());
    }

    @Test
    void aProgramIsCompiledOnce() throws Exception {
        var first = main("System.out.print(1);");
        var again = main("System.out.print(1);").limit(Duration.ofSeconds(9));
        var classes = first.classes();
        Thread.currentThread().interrupt(); // which would end a compiler
        assertEquals(classes, again.classes());
        assertTrue(Thread.interrupted());
        assertEquals(first.run().compileTime(), again.run().compileTime());
        assertNotEquals(first.classes(), main("System.out.print(2);").classes());
    }

    @Test
    void itsFolderIsItsOwnAndIsDeleted() throws Exception {
        var program =
                main(
                        """
                        try (var before = Files.list(Path.of(""))) {
                            System.out.println(before.count());
                        }
                        Files.createDirectories(Path.of("a/b"));
                        Files.writeString(Path.of("a/b/c.txt"), "x");
                        var folder = Path.of("").toAbsolutePath().toString();
                        System.out.println(folder + java.io.File.separator + "a");
                        System.out.println(new StringBuilder(folder).reverse());\
                        """);
        var lines = program.run().orFail().output().lines().toList();
        assertEquals(List.of("0", "a"), lines.subList(0, 2));
        var folder = Path.of(new StringBuilder(lines.get(2)).reverse().toString());
        assertTrue(folder.isAbsolute(), folder.toString());
        assertTrue(Files.notExists(folder), folder.toString());
    }

    @Test
    void aMissingToolIsToldByItsName() throws Exception {
        var program = Program.language("Ruby", "puts 1").env("PATH", "/nowhere");
        assertFalse(program.isAvailable());
        var run = program.run();
        assertEquals(Program.End.NOT_AVAILABLE, run.end());
        assertEquals("Not run: there is no ruby on this machine.", run.sentence());
        assertEquals(
                run.sentence(),
                assertThrows(IllegalStateException.class, run::orFail).getMessage());
        assertTrue(main("").isAvailable());
    }

    @Test
    void aStandInThatDoesNotAnswerIsNotTheTool(@TempDir Path folder) throws Exception {
        assumeTrue(File.separatorChar == '/');
        var standIn = Files.writeString(folder.resolve("node"), "#!/bin/sh\nexit 127\n");
        assertTrue(standIn.toFile().setExecutable(true));
        assertFalse(Program.language("Node", "").env("PATH", folder.toString()).isAvailable());
        Files.writeString(standIn, "#!/bin/sh\necho answered $1\n");
        var node = Program.language("Node", "").env("PATH", folder.toString());
        Thread.currentThread().interrupt();
        assertFalse(node.isAvailable());
        assertTrue(Thread.interrupted());
        assertTrue(node.isAvailable());
        assertTrue(node.run().orFail().output().matches("answered .*program.mjs\n"));
    }

    @Test
    void wrongUseIsToldInASentence() {
        var python = Program.language("python", "");
        for (var use :
                List.<Runnable>of(
                        () -> Program.language("Cobol", ""),
                        () -> Program.java("Main.java", ""),
                        () -> main("").with("jmhh"),
                        () -> python.with("jmh"),
                        () -> python.jvm("-Xmx1g"),
                        () -> main("").limit(Duration.ZERO))) {
            var told = assertThrows(IllegalArgumentException.class, use::run).getMessage();
            assertTrue(told.matches("[^\\n]+: [^\\n]+\\."), told);
        }
        assertThrows(IllegalArgumentException.class, python::classes);
    }

    /** The program and what it has started tell, by a socket, who they are; then they wait. */
    private static final String FAMILY =
            """
            try (var socket = new java.net.Socket("localhost", Integer.parseInt(args[0]))) {
                if (args.length == 1) {
                    new ProcessBuilder(ProcessHandle.current().info().command().get(), "-cp",
                        System.getProperty("java.class.path"), "Main", args[0], "child").start();
                }
                socket.getOutputStream().write((ProcessHandle.current().pid() + " "
                    + Path.of("").toAbsolutePath() + "\\n").getBytes("UTF-8"));
                while (true) Thread.sleep(1000);
            }\
            """;

    @Tag("slow")
    @Test
    void anInterruptEndsTheProcessAndAllThatItStarted() throws Exception {
        var program = main(FAMILY);
        program.classes();
        try (var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var task =
                    new FutureTask<>(() ->
                            assertThrows(
                                    InterruptedException.class,
                                    () -> program.run(String.valueOf(server.getLocalPort()))));
            var runner = Thread.ofPlatform().start(task);
            var processes = new ArrayList<ProcessHandle>();
            Path folder = null;
            for (int i = 0; i < 2; i++) {
                var from =
                        new BufferedReader(
                                new InputStreamReader(server.accept().getInputStream(), UTF_8));
                var told = from.readLine().split(" ", 2);
                processes.add(ProcessHandle.of(Long.parseLong(told[0])).orElseThrow());
                folder = Path.of(told[1]);
            }
            assertTrue(processes.stream().allMatch(ProcessHandle::isAlive));
            var begin = System.nanoTime();
            runner.interrupt();
            task.get(30, TimeUnit.SECONDS);
            var seconds = (System.nanoTime() - begin) / 1e9;
            assertTrue(seconds < 2, seconds + " s");
            for (var one : processes) assertGone(one);
            assertTrue(Files.notExists(folder), folder.toString());
        }
    }

    private static void assertGone(ProcessHandle process) throws Exception {
        var state = Path.of("/proc", String.valueOf(process.pid()), "stat");
        // What nobody has asked for its exit value is dead all the same.
        if (process.isAlive()
                && !(Files.exists(state)
                        && Files.readString(state).matches("(?s)\\d+ \\(.*\\) [ZX] .*"))) {
            process.onExit().get(2, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptBeforehandStartsNothing() throws Exception {
        var program = main("");
        program.classes();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, program::run);
        assertFalse(Thread.interrupted());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, main("/* not compiled yet */")::run);
        assertFalse(Thread.interrupted());
    }

    @Tag("slow")
    @Test
    void whoHoldsTheOutputOpenIsEndedToo() throws Exception {
        var run =
                main("""
                if (args.length > 0) {
                    Thread.sleep(600_000);
                }
                var child = new ProcessBuilder(ProcessHandle.current().info().command().get(),
                    "-cp", System.getProperty("java.class.path"),
                    "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), "Main", "child")
                    .inheritIO().start();
                System.out.print(child.pid());\
                """)
                        .run()
                        .orFail();
        var child = ProcessHandle.of(Long.parseLong(run.output()));
        if (child.isPresent()) assertGone(child.get());
    }

    @Test
    void twoRunAtOnce() throws Exception {
        var program =
                main(
                        """
                        try (var socket = new java.net.Socket("localhost", Integer.parseInt(args[0]))) {
                            socket.getInputStream().read();
                            System.out.print(args[1]);
                        }\
                        """);
        var start = new CyclicBarrier(2);
        try (var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(server.getLocalPort());
            var runs = new ArrayList<FutureTask<String>>();
            for (var name : List.of("one", "two")) {
                runs.add(
                        new FutureTask<>(() -> {
                            start.await();
                            return program.run(port, name).orFail().output();
                        }));
                Thread.ofPlatform().start(runs.getLast());
            }
            try (var one = server.accept();
                    var two = server.accept()) {
                one.getOutputStream().write(1);
                two.getOutputStream().write(1);
            }
            assertEquals("one", runs.get(0).get());
            assertEquals("two", runs.get(1).get());
        }
    }

    @Test
    void anotherJvmUsesItsClasses() throws Exception {
        var classes =
                Program.java(
                                "Task",
                                """
                                package shared;
                                public record Task(int n) implements java.util.concurrent.Callable<Integer>,
                                        java.io.Serializable {
                                    public Integer call() { return n * n; }
                                }
                                """)
                        .classes();
        var user =
                main(
                        """
                        var type = new java.net.URLClassLoader(new java.net.URL[] {
                            Path.of(args[0]).toUri().toURL()}).loadClass("shared.Task");
                        var task = type.getConstructor(int.class).newInstance(7);
                        System.out.print(((java.util.concurrent.Callable<?>) task).call());\
                        """);
        assertEquals("49", user.run(classes.toString()).orFail().output());
    }

    /** Each writes its argument, é and its input. */
    static Stream<Arguments> programs() {
        return Stream.of(
                arguments(
                        "Python",
                        """
                        import sys
                        print(sys.argv[1], "é", sys.stdin.read())
                        """),
                arguments(
                        "Node",
                        """
                        import { readFileSync } from "node:fs";
                        console.log(process.argv[2], "é", readFileSync(0, "utf8"));
                        """),
                arguments(
                        "Go",
                        """
                        package main
                        import ("fmt"; "io"; "os")
                        func main() {
                            all, _ := io.ReadAll(os.Stdin)
                            fmt.Println(os.Args[1], "é", string(all))
                        }
                        """),
                arguments(
                        "Rust",
                        """
                        fn main() {
                            let argument = std::env::args().nth(1).unwrap();
                            let input = std::io::read_to_string(std::io::stdin()).unwrap();
                            println!("{argument} é {input}");
                        }
                        """),
                arguments(
                        "C++",
                        """
                        #include <iostream>
                        #include <string>
                        int main(int, char** arguments) {
                            std::string line;
                            std::getline(std::cin, line);
                            std::cout << arguments[1] << " é " << line << std::endl;
                        }
                        """),
                arguments(
                        "Ruby",
                        """
                        puts "#{ARGV[0]} é #{STDIN.read}"
                        """),
                arguments(
                        "C#",
                        """
                        class Program {
                            static void Main(string[] arguments) {
                                var input = System.Console.In.ReadToEnd();
                                System.Console.WriteLine(arguments[0] + " é " + input);
                            }
                        }
                        """),
                arguments(
                        "Kotlin",
                        """
                        fun main(arguments: Array<String>) = println("${arguments[0]} é ${readln()}")
                        """));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void otherLanguagesRun(String language, String source) throws Exception {
        var program = Program.language(language, source);
        assumeTrue(program.isAvailable(), "the tool is not on this machine");
        assertEquals("a b é 日\n", program.input("日").run("a b").orFail().output());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Python | raise KeyError("the reason")  | KeyError: 'the reason'.
                    Node   | throw new Error("the reason") | Error: the reason.
                    Ruby   | raise "the reason"            | the reason (RuntimeError).
                    """)
    void theirFailuresAreToldInOneLine(String language, String source, String end)
            throws Exception {
        var program = Program.language(language, source);
        assumeTrue(program.isAvailable(), "the tool is not on this machine");
        var run = program.run();
        assertEquals(1, run.exit());
        assertTrue(run.sentence().endsWith(end), run.sentence());
        assertFalse(run.sentence().contains("\n"), run.sentence());
        assertFalse(run.errors().contains("run-"), run.errors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Go   | package main; func main() { undeclared() } | undeclared
                    Rust | fn main() { undeclared() }                 | (program.rs:1:13).
                    C++  | int main() { undeclared(); }               | program.cpp:1:14: error: ‘undeclared’
                    C#   | class P { static void Main() { un(); } }   | program.cs(1,32): error
                    """)
    void whatTheirCompilersSayIsTold(String language, String source, String part) throws Exception {
        var program = Program.language(language, source).env("LC_ALL", "C.UTF-8");
        assumeTrue(program.isAvailable(), "the tool is not on this machine");
        var run = program.run();
        assertEquals(Program.End.NOT_COMPILED, run.end());
        assertTrue(run.sentence().startsWith("The " + language + " program does not compile: "));
        assertTrue(run.sentence().contains(part), run.sentence());
        assertFalse(run.errors().contains("built-"), run.errors());
    }

    static final String COUNT =
            """
            import org.openjdk.jcstress.annotations.*;
            import org.openjdk.jcstress.infra.results.II_Result;

            @JCStressTest
            @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "one is lost")
            @Outcome(id = {"1, 2", "2, 1"}, expect = Expect.ACCEPTABLE, desc = "both counted")
            @State
            public class Count {
                int n;
                @Actor public void first(II_Result r) { r.r1 = ++n; }
                @Actor public void second(II_Result r) { r.r2 = ++n; }
            }
            """;

    @Test
    @Tag("slow")
    void aJcstressTestTellsItsOutcomesWithTheirCounts() throws Exception {
        var run =
                Program.java("Count", COUNT)
                        .with("jcstress")
                        .run("-v", "-m", "sanity", "-f", "1")
                        .orFail();
        var table =
                run.output().substring(run.output().indexOf("Results across all configurations:"));
        var rows =
                Pattern.compile("^ +(\\d, \\d) +([\\d,]+) +[\\d.]+% +(\\w+)", Pattern.MULTILINE)
                        .matcher(table)
                        .results()
                        .toList();
        assertEquals(
                List.of("1, 1", "1, 2", "2, 1"), rows.stream().map(row -> row.group(1)).toList());
        assertTrue(
                rows.stream().mapToLong(row -> Long.parseLong(row.group(2).replace(",", ""))).sum()
                        > 0,
                table);
        assertTrue(table.contains("HTML report generated at results"), table);
        var shown = Output.of(() -> Show.outcomes("Count", Map.of("plain", run)));
        assertTrue(
                Pattern.compile("Outcome +plain +What it means\\R1, 1 +[\\d,]+ +one is lost\\R")
                        .matcher(shown)
                        .find(),
                shown);
        assertEquals("", run.errors());
    }

    @Test
    void anErrorInWhatAProcessorMadeIsToldAsSuch() throws Exception {
        // jcstress has a Counter of its own.
        var run =
                Program.java("Counter", COUNT.replace("Count ", "Counter ")).with("jcstress").run();
        assertTrue(
                run.sentence()
                        .matches(
                                "The Java program Counter does not compile: "
                                        + "\\S*Counter_jcstress.java, which was made from it, line \\d+: reference to "
                                        + "Counter is ambiguous, and \\d+ more\\."),
                run.sentence());
        assertFalse(run.errors().contains("built-"), run.errors());
    }

    @Tag("slow")
    @Test
    void aJmhBenchmarkRuns() throws Exception {
        var run =
                Program.java(
                                "Sum",
                                """
                                import java.util.concurrent.TimeUnit;
                                import org.openjdk.jmh.annotations.*;

                                @BenchmarkMode(Mode.AverageTime)
                                @OutputTimeUnit(TimeUnit.NANOSECONDS)
                                public class Sum {
                                    @Benchmark
                                    public long ofThousand() {
                                        long sum = 0;
                                        for (int i = 0; i < 1000; i++) sum += i;
                                        return sum;
                                    }
                                }
                                """)
                        .with("jmh")
                        .run("-f", "1", "-wi", "1", "-i", "1", "-w", "10ms", "-r", "10ms")
                        .orFail();
        assertTrue(
                Pattern.compile("Sum\\.ofThousand +avgt +[\\d.]+ +ns/op")
                        .matcher(run.output())
                        .find(),
                run.output());
        assertEquals("", run.errors());
    }

    @Test
    void linesOfTwoNumbersArePoints() throws Exception {
        var run =
                main("""
                System.out.println("points:");
                System.out.println("1 2.5");
                System.out.println(" -3  4");
                System.out.println("7 1.0E-4");
                System.out.println("8 9 10");
                System.out.println("1.5 2");\
                """)
                        .run();
        assertEquals(new TreeMap<>(Map.of(-3, 4.0, 1, 2.5, 7, 1e-4)), run.points());
        var failed = main("throw new IllegalStateException();").run();
        assertThrows(IllegalStateException.class, failed::points);
    }

    /** Runs a program from a helper jar in a folder of an odd name: see below. */
    static final class Elsewhere {
        public static void main(String[] args) throws InterruptedException {
            var run = Program.java("Count", COUNT).with("jcstress").run("-l");
            System.out.print(run.ok() && run.output().contains("program.Count"));
            System.err.print(run.ok() ? "" : run.errors() + run.sentence());
        }
    }

    @Tag("slow")
    @Test
    void aFolderOfAnOddNameIsNoObstacle(@TempDir Path folder) throws Exception {
        var name =
                System.getProperty("sun.jnu.encoding").equals("UTF-8")
                        ? "My Courses #1 é 5%+"
                        : "My Courses #1 5%+";
        var target = Files.createDirectories(folder.resolve(name));
        var own = Places.of(Program.class);
        copy(own, target.resolve("classes"));
        copy(own.resolveSibling("tools"), target.resolve("tools"));
        copy(Places.of(ProgramTest.class), target.resolve("test-classes"));
        // What a JVM that was killed has left behind goes after a day.
        var old = Files.createDirectories(target.resolve("workbench-program-old/built/x"));
        var today = Files.createDirectory(target.resolve("workbench-program-today"));
        Files.setLastModifiedTime(
                old.getParent().getParent(),
                FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        var java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + target,
                                "-cp",
                                target.resolve("classes")
                                        + File.pathSeparator
                                        + target.resolve("test-classes"),
                                Elsewhere.class.getName())
                        .start();
        java.getOutputStream().close();
        assertEquals(
                "true",
                new String(java.getInputStream().readAllBytes(), UTF_8),
                () -> java.errorReader().lines().toList().toString());
        assertEquals(0, java.waitFor());
        // Nothing that it made has outlived it.
        try (var left = Files.list(target)) {
            assertEquals(
                    List.of("classes", "test-classes", "tools", today.getFileName().toString()),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
