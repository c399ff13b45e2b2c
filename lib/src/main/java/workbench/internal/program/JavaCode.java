package workbench.internal.program;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java program: one source text, compiled in this JVM and run in one of its own.
 *
 * @param name the class in it that has the name of its file, and that is run
 * @param libraries the libraries that it uses, by their folders' names
 * @param options the JVM's options
 */
public record JavaCode(String name, String source, List<String> libraries, List<String> options)
        implements Code {

    /** What is run where these libraries are used: they find the program by its annotations. */
    private static final Map<String, String> HARNESSES =
            Map.of("jcstress", "org.openjdk.jcstress.Main", "jmh", "org.openjdk.jmh.Main");

    /** What the JVM has to be told where these libraries are used. */
    private static final Map<String, List<String>> OPTIONS =
            Map.of(
                    "lincheck",
                    List.of(
                            "-XX:+EnableDynamicAgentLoading",
                            "-Djdk.attach.allowAttachSelf=true",
                            "--sun-misc-unsafe-memory-access=allow"));

    private static final Pattern PACKAGE =
            Pattern.compile("^\\s*package\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);

    /** An error as javac tells it; what symbol it cannot find comes after the source line. */
    private static final Pattern ERROR =
            Pattern.compile(
                    "^(\\S+\\.java):(\\d+): error: (.*)$" + "(?:\\R.*\\R *\\^\\R  symbol: +(.*)$)?",
                    Pattern.MULTILINE);

    /** How long a compiler that has been stopped is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public String label() {
        return "The Java program " + name;
    }

    @Override
    public Optional<String> missing(Map<String, String> environment) {
        return libraries.stream()
                .filter(library -> Libraries.jars(library).isEmpty())
                .findFirst()
                .map(library -> library + " in lib/target/tools: run lib/setup");
    }

    @Override
    public boolean needsCompiler() {
        return true;
    }

    @Override
    public List<String> command(Path built, Path folder, Map<String, String> environment) {
        var harness = libraries.stream().filter(HARNESSES::containsKey).findFirst();
        var command = new ArrayList<String>();
        command.add(java());
        // First, since what the harnesses start is known by it; and their files go with the folder.
        command.add("-Djava.io.tmpdir=" + folder);
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:-UsePerfData",
                        "-Dstdin.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8"));
        if (harness.isPresent()) { // JMH's use of Unsafe is not the reader's to be warned of
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        libraries.forEach(library -> command.addAll(OPTIONS.getOrDefault(library, List.of())));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        classPath(built),
                        harness.map(HARNESSES::get)
                                .orElse(
                                        packageName().isEmpty()
                                                ? name
                                                : packageName() + "." + name)));
        return command;
    }

    /** The command of the JVM that runs us. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String classPath(Path built) {
        return Stream.concat(Stream.of(built), jars())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Stream<Path> jars() {
        return libraries.stream().flatMap(library -> Libraries.jars(library).stream());
    }

    private String packageName() {
        var named = PACKAGE.matcher(source);
        return named.find() ? named.group(1) : usesHarness() ? "program" : "";
    }

    private boolean usesHarness() {
        return libraries.stream().anyMatch(HARNESSES::containsKey);
    }

    /** The source text; the harnesses take no class without a package, so it gets one in line 1. */
    private String compiledSource() {
        return usesHarness() && !PACKAGE.matcher(source).find()
                ? "package program; " + source
                : source;
    }

    /**
     * Compiles on a thread of its own, which is never interrupted: that would close the files that
     * the compiler shares with the kernel's. It is stopped at its next step instead.
     */
    @Override
    public Complaint compile(Path folder, Map<String, String> environment, Duration limit)
            throws InterruptedException {
        var compilation = new Compilation(folder);
        var task = new FutureTask<>(compilation::complaint);
        var thread = Thread.ofPlatform().daemon().name("program compiler").start(task);
        try {
            return task.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return new Complaint(
                    "the compiler or an annotation processor failed (" + e.getCause() + ")", "");
        } catch (TimeoutException e) {
            compilation.stopped = true;
            return new Complaint("the compiler was not done in " + limit.toSeconds() + " s", "");
        } catch (InterruptedException e) {
            compilation.stopped = true;
            thread.join(PATIENCE);
            throw new InterruptedException("The program was not compiled.");
        }
    }

    private final class Compilation implements TaskListener {
        private final Path folder;
        volatile boolean stopped;

        Compilation(Path folder) {
            this.folder = folder;
        }

        @Override
        public void started(TaskEvent step) {
            if (stopped) {
                throw new IllegalStateException("stopped");
            }
        }

        Complaint complaint() {
            var compiler = ToolProvider.getSystemJavaCompiler();
            if (compiler == null) {
                return new Complaint("this JVM has no compiler: run the kernel on a JDK", "");
            }
            var log = new StringWriter();
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    log,
                                    null,
                                    null,
                                    options(),
                                    null,
                                    List.of(new Source(name, compiledSource())));
            task.setLocale(Locale.ROOT);
            task.addTaskListener(this);
            return task.call()
                    ? null
                    : firstOf(log.toString().replace(folder + File.separator, ""));
        }

        private List<String> options() {
            var options =
                    new ArrayList<>(
                            List.of(
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    classPath(folder),
                                    "-Xlint:none",
                                    "-encoding",
                                    "UTF-8",
                                    libraries.isEmpty() ? "-proc:none" : "-proc:full"));
            if (JavaCode.this.options.contains("--enable-preview")) {
                options.addAll(
                        List.of(
                                "--enable-preview",
                                "--source",
                                String.valueOf(Runtime.version().feature())));
            }
            return options;
        }
    }

    /** From what javac says: each error with its file and line, and a source line below. */
    private Complaint firstOf(String all) {
        var errors = ERROR.matcher(all).results().toList();
        if (errors.isEmpty()) {
            return new Complaint(all.strip().replaceAll("\\s*\\R\\s*", ", "), all);
        }
        var first = errors.getFirst();
        var line =
                "line "
                        + first.group(2)
                        + ": "
                        + first.group(3)
                        + (first.group(4) == null ? "" : " (" + first.group(4) + ")")
                        + (errors.size() > 1 ? ", and " + (errors.size() - 1) + " more" : "");
        return new Complaint(
                first.group(1).equals(name + ".java")
                        ? line
                        : first.group(1) + ", which was made from it, " + line,
                all);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public String getName() { // as javac shows it
            return toUri().getPath().substring(1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
