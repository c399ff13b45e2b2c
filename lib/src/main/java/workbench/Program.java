package workbench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import workbench.internal.program.Build;
import workbench.internal.program.Child;
import workbench.internal.program.Cleanup;
import workbench.internal.program.Code;
import workbench.internal.program.JavaCode;
import workbench.internal.program.Libraries;
import workbench.internal.program.OtherCode;
import workbench.internal.text.Text;

/**
 * A program in its source text, run in a process of its own.
 *
 * {@snippet :
 * var hello = Program.java("Hello", """
 *         public class Hello {
 *             public static void main(String[] args) {
 *                 System.out.println("Hello, " + args[0]);
 *             }
 *         }
 *         """);
 * hello.run("Ada").output()                              // "Hello, Ada\n"
 *
 * var python = Program.language("Python", "print(6 * 7)").limit(Duration.ofSeconds(5));
 * if (python.isAvailable()) python.run().orFail().time() // PT0.021S
 * }
 *
 * <p>A program is a value: each method that changes something returns a new program, and all
 * threads may use one, also to run it twice at once. Each run has a working folder of its own, a
 * temporary one, which is empty but for the source text of a language that is not compiled. The
 * process ends with its run, its output is read as UTF-8 and bounded, and nothing is fetched from
 * the internet. What a compiler makes is kept until this JVM ends, and made once.
 *
 * <p>A jcstress test, run with {@code -v}, ends its output with a table of all outcomes, under the
 * line "Results across all configurations:"; without {@code -v} it tells only of tests that fail or
 * are interesting.
 */
public final class Program {

    private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

    private final Code code;
    private final Duration limit;
    private final Map<String, String> environment;
    private final String input;

    private Program(Code code, Duration limit, Map<String, String> environment, String input) {
        this.code = code;
        this.limit = limit;
        this.environment = environment;
        this.input = input;
    }

    /** How a run came to its end. */
    public enum End {
        /** The program ended by itself, with whatever exit value. */
        EXITED,
        /** The time limit was over, and the program was ended. */
        OUT_OF_TIME,
        /** The source text does not compile, so nothing was run. */
        NOT_COMPILED,
        /** This machine lacks what it takes, so nothing was run. */
        NOT_AVAILABLE
    }

    /**
     * A Java program, run by the JVM that runs this one, with a heap of 512 MB unless {@link #jvm}
     * says otherwise. It is compiled by this JVM's own compiler.
     *
     * @param name the class whose {@code main} is run, without its package
     * @param source the source text that would stand in {@code name.java}
     * @throws IllegalArgumentException if the name is no name of a class
     */
    public static Program java(String name, String source) {
        if (!SourceVersion.isName(name) || name.contains(".")) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" is no name of a class: give the "
                            + "name of the class with main, without package and ending.");
        }
        return new Program(
                new JavaCode(name, source, List.of(), List.of()), USUAL_LIMIT, Map.of(), "");
    }

    /**
     * A program in another language, compiled and run by the tools on the PATH: Python ({@code
     * python3} or {@code python}), Node (an ES module), Go, Rust (edition 2021, optimised), C++
     * (C++20, optimised), Ruby, C# (Mono's {@code mcs} and {@code mono}), Kotlin ({@code kotlinc},
     * run by the JVM that runs this one).
     *
     * @param language its name, in capital letters or small ones
     * @throws IllegalArgumentException if it is none of these
     */
    public static Program language(String language, String source) {
        return new Program(OtherCode.of(language, source), USUAL_LIMIT, Map.of(), "");
    }

    /**
     * Puts a library and its annotation processors on a Java program's class path: a folder of jars
     * in {@code lib/target/tools}, such as jcstress, jmh or lincheck. With the first two, what is
     * run is their own main class, which finds the program's tests and benchmarks; and a source
     * text without a package gets one, {@code program}, since they ask for one.
     *
     * @throws IllegalArgumentException if there are libraries, but not this one, or if the program
     *     is not in Java
     */
    public Program with(String library) {
        var java = java("with");
        var names = Libraries.names();
        if (!names.isEmpty() && !names.contains(library)) {
            throw new IllegalArgumentException(
                    "There is no library \""
                            + library
                            + "\" here: take "
                            + "one of "
                            + String.join(", ", names)
                            + ".");
        }
        return with(
                new JavaCode(
                        java.name(),
                        java.source(),
                        more(java.libraries(), library),
                        java.options()));
    }

    /**
     * Adds options for a Java program's JVM, such as {@code -Xmx1g}; of two that say the same, the
     * last holds. With {@code --enable-preview} it is compiled so, too.
     *
     * @throws IllegalArgumentException if the program is not in Java
     */
    public Program jvm(String... options) {
        var java = java("jvm");
        return with(
                new JavaCode(
                        java.name(),
                        java.source(),
                        java.libraries(),
                        more(java.options(), options)));
    }

    private JavaCode java(String method) {
        if (code instanceof JavaCode java) {
            return java;
        }
        throw new IllegalArgumentException(method + "(…) is for Java programs: leave it out here.");
    }

    private Program with(Code changed) {
        return new Program(changed, limit, environment, input);
    }

    private static List<String> more(List<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others)).toList();
    }

    /**
     * Ends each run that takes longer. A minute, unless said otherwise. To compile may take as
     * long, and a minute at least.
     *
     * @throws IllegalArgumentException if it is not more than 0
     */
    public Program limit(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException(
                    "A time limit is more than 0, and not "
                            + limit
                            + ": give the longest time that the program may take.");
        }
        return new Program(code, limit, environment, input);
    }

    /**
     * Sets a variable in the program's environment, which otherwise is that of this JVM; an empty
     * value takes it out. The tools are looked for on the PATH that is set here, if one is.
     */
    public Program env(String name, String value) {
        var more = new TreeMap<>(environment);
        more.put(name, value);
        return new Program(code, limit, Map.copyOf(more), input);
    }

    /** Gives the program this text as its whole standard input, which otherwise is empty. */
    public Program input(String text) {
        return new Program(code, limit, environment, text);
    }

    /**
     * Whether this machine has what the program needs. The first call asks each tool for its
     * version, and takes that long; if the thread is interrupted meanwhile, which it then stays,
     * the answer is no.
     */
    public boolean isAvailable() {
        try {
            return code.missing(environment).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The folder of a Java program's compiled classes, for the class path of another JVM. It stays
     * until this JVM ends.
     *
     * @throws IllegalArgumentException if the program is not in Java
     * @throws IllegalStateException if it does not compile, or a library is missing
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Path classes() throws InterruptedException {
        java("classes");
        var missing = missing();
        if (missing != null) {
            missing.orFail();
        }
        var build = build();
        if (build.complaint() != null) {
            notCompiled(build).orFail();
        }
        return build.folder();
    }

    /**
     * Compiles the program, if that has not been done yet, runs it and waits for its end. An exit
     * value that is not 0, a time limit, an error in the source text or a missing tool stand in
     * what is returned.
     *
     * @param arguments the program's arguments
     * @throws InterruptedException if the thread is interrupted meanwhile: the process and all that
     *     it has started have been ended then, within two seconds, and its folder is deleted
     * @throws IllegalStateException if the system cannot start the process
     */
    public Run run(String... arguments) throws InterruptedException {
        var missing = missing();
        if (missing != null) {
            return missing;
        }
        var build = build();
        if (build.complaint() != null) {
            return notCompiled(build);
        }
        var folder = Cleanup.folder("run-");
        try {
            var command = new ArrayList<>(code.command(build.folder(), folder, environment));
            command.addAll(List.of(arguments));
            var child = Child.run(command, folder, environment, input, limit);
            return ended(child, build, folder);
        } catch (IOException e) {
            throw new IllegalStateException(
                    code.label() + " cannot be started: " + e.getMessage() + ".", e);
        } finally {
            Cleanup.delete(folder);
        }
    }

    /** The run that there is not, for want of a tool; null if nothing is missing. */
    private Run missing() throws InterruptedException {
        return code.missing(environment)
                .map(tool ->
                        new Run(
                                End.NOT_AVAILABLE,
                                -1,
                                "",
                                "",
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                "Not run: there is no " + tool + "."))
                .orElse(null);
    }

    private Build build() throws InterruptedException {
        return Build.of(code, environment, limit.compareTo(USUAL_LIMIT) > 0 ? limit : USUAL_LIMIT);
    }

    private Run notCompiled(Build build) {
        return new Run(
                End.NOT_COMPILED,
                -1,
                "",
                build.complaint().all(),
                build.time(),
                Duration.ZERO,
                Duration.ZERO,
                code.label() + " does not compile: " + build.complaint().first() + ".");
    }

    private Run ended(Child child, Build build, Path folder) {
        var output = withoutPaths(child.output(), build, folder);
        var errors = withoutPaths(child.errors(), build, folder);
        var sentence =
                child.inTime()
                        ? code.label()
                                + " ended with exit value "
                                + child.exit()
                                + " after "
                                + Text.time(child.time())
                                + (child.exit() == 0 ? "." : why(errors))
                        : code.label()
                                + " was ended after "
                                + Text.time(limit)
                                + ": give it more time "
                                + "with limit(…), or look for what does not end.";
        return new Run(
                child.inTime() ? End.EXITED : End.OUT_OF_TIME,
                child.exit(),
                output,
                errors,
                build.time(),
                child.first(),
                child.time(),
                sentence);
    }

    /** What a program says of files in its folder, it says by their plain names. */
    private static String withoutPaths(String text, Build build, Path folder) {
        var shorter = withoutPath(text, folder);
        return build.folder() == null ? shorter : withoutPath(shorter, build.folder());
    }

    private static String withoutPath(String text, Path folder) {
        return text.replace(folder.toUri().toString(), "")
                .replace(folder + File.separator, "")
                .replace(folder.toString(), ".");
    }

    /** How the languages begin the line that says what went wrong, among others. */
    private static final Pattern FAILURE =
            Pattern.compile(
                    "[\\w.$]*(Error|Exception)\\b|panic: "
                            + "|thread '.*panicked|terminate called|Unhandled ");

    /** The line of the standard error that tells most, as the end of a sentence. */
    private static String why(String errors) {
        var lines = errors.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return ", and wrote nothing to its standard error.";
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (FAILURE.matcher(lines.get(i)).lookingAt()) {
                var next = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
                var more = lines.get(i).endsWith(":") || next.startsWith("what():");
                return end(lines.get(i) + (more ? " " + next : ""));
            }
        }
        return end(lines.getLast());
    }

    private static String end(String line) {
        var text = Text.shorten(line.strip(), 300);
        return ": " + (text.matches(".*[.!?…]") ? text : text + ".");
    }

    /**
     * One run of a program.
     *
     * @param end how it came to its end
     * @param exit its exit value; -1 if it has none, as it was not run or was ended
     * @param output what it wrote to its standard output; of more than 100,000 bytes the first and
     *     the last 50,000, and a line between that says how much was cut
     * @param errors the same of its standard error; or what the compiler said
     * @param compileTime what compiling took, once; 0 for a language that is not compiled
     * @param startTime from the start of the process to its first output: let a program write (and
     *     flush) something first, and this is what it costs to start one
     * @param time from the start of the process to its end, by the wall clock
     * @param sentence a sentence that says how it ended and, if not well, why
     */
    public record Run(
            End end,
            int exit,
            String output,
            String errors,
            Duration compileTime,
            Duration startTime,
            Duration time,
            String sentence) {

        private static final Pattern POINT =
                Pattern.compile("(-?\\d{1,9})\\s+(-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)");

        /** Whether the program ended by itself, with exit value 0. */
        public boolean ok() {
            return end == End.EXITED && exit == 0;
        }

        /**
         * This run, if it was {@link #ok()}.
         *
         * @throws IllegalStateException with the sentence, if not
         */
        public Run orFail() {
            if (!ok()) {
                throw new IllegalStateException(sentence);
            }
            return this;
        }

        /**
         * The points that it has printed: its lines that consist of two numbers, a whole one and
         * any other.
         *
         * @throws IllegalStateException with the sentence, if it did not end well
         */
        public SortedMap<Integer, Double> points() {
            var points = new TreeMap<Integer, Double>();
            for (var line : orFail().output().split("\\R")) {
                var point = POINT.matcher(line.strip());
                if (point.matches()) {
                    points.put(Integer.valueOf(point.group(1)), Double.valueOf(point.group(2)));
                }
            }
            return points;
        }

        /** Its output, and if it did not end well, the sentence: what a cell shows. */
        @Override
        public String toString() {
            return ok() ? output : output + sentence;
        }
    }
}
