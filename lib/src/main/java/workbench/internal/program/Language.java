package workbench.internal.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a program in a language other than Java is compiled and run. In a command, {@code 0} and
 * {@code 1} stand for the tools found, {@code source} for the file of the source text, {@code
 * built} for what the compiler makes, {@code java} for the JVM that runs us.
 *
 * @param name as its users write it
 * @param file the name of the file of the source text
 * @param tools the tools, each with its names and with the argument that makes it say its version
 * @param built the name of the file that the compiler makes
 * @param compile the command that compiles, empty where nothing is to be compiled
 * @param run the command that runs, to which the program's arguments are added
 */
record Language(
        String name,
        String file,
        List<Tool> tools,
        String built,
        List<String> compile,
        List<String> run) {

    /** A tool with the names that it may have. */
    record Tool(String version, List<String> names) {
        Tool(String version, String... names) {
            this(version, List.of(names));
        }
    }

    private static final String EXE = Child.WINDOWS ? "program.exe" : "program";

    // On Windows, python3 is most often a stand-in that opens a shop.
    private static final Tool PYTHON =
            Child.WINDOWS
                    ? new Tool("--version", "python", "py", "python3")
                    : new Tool("--version", "python3", "python");

    private static final Map<String, Language> ALL = new LinkedHashMap<>();

    static {
        add("Python", "program.py", List.of(PYTHON), "", "", "0 source");
        add("Node", "program.mjs", List.of(new Tool("--version", "node")), "", "", "0 source");
        add(
                "Go",
                "program.go",
                List.of(new Tool("version", "go")),
                EXE,
                "0 build -o built source",
                "built");
        add(
                "Rust",
                "program.rs",
                List.of(new Tool("--version", "rustc")),
                EXE,
                "0 --edition=2021 -O -o built source",
                "built");
        add(
                "C++",
                "program.cpp",
                List.of(new Tool("--version", "c++", "g++", "clang++")),
                EXE,
                "0 -std=c++20 -O2 -pthread -o built source",
                "built");
        add(
                "Ruby",
                "program.rb",
                List.of(new Tool("--version", "ruby")),
                "",
                "",
                "0 -EUTF-8 source");
        add(
                "C#",
                "program.cs",
                List.of(new Tool("--version", "mcs"), new Tool("--version", "mono")),
                "program.exe",
                "0 -optimize+ -r:System.Net.Http -out:built source",
                "1 built");
        add(
                "Kotlin",
                "program.kt",
                List.of(new Tool("-version", "kotlinc")),
                "program.jar",
                "0 source -include-runtime -d built",
                "java -jar built");
    }

    private static void add(
            String name, String file, List<Tool> tools, String built, String compile, String run) {
        ALL.put(
                name.toLowerCase(Locale.ROOT),
                new Language(
                        name,
                        file,
                        tools,
                        built,
                        compile.isEmpty() ? List.of() : List.of(compile.split(" ")),
                        List.of(run.split(" "))));
    }

    /** The language of that name, in capital letters or small ones. */
    static Optional<Language> named(String name) {
        return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The names of all languages. */
    static List<String> names() {
        return ALL.values().stream().map(Language::name).toList();
    }

    /** The name of the first tool that this machine lacks, if it lacks one. */
    Optional<String> missing(Map<String, String> environment) throws InterruptedException {
        for (var tool : tools) {
            if (Tools.find(tool.names, tool.version, environment).isEmpty()) {
                return Optional.of(tool.names.getFirst());
            }
        }
        return Optional.empty();
    }

    /** One of the two commands, ready to run; no tool may be missing. */
    List<String> command(
            List<String> words, Path source, Path builtFile, Map<String, String> environment)
            throws InterruptedException {
        var command = new ArrayList<String>();
        for (var word : words) {
            command.add(
                    switch (word) {
                        case "0" -> tool(0, environment);
                        case "1" -> tool(1, environment);
                        case "java" -> JavaCode.java();
                        case "source" -> source.toString();
                        case "built" -> builtFile.toString();
                        case "-out:built" -> "-out:" + builtFile;
                        default -> word;
                    });
        }
        return command;
    }

    private String tool(int index, Map<String, String> environment) throws InterruptedException {
        var tool = tools.get(index);
        return Tools.find(tool.names, tool.version, environment)
                .orElseThrow(() ->
                        new IllegalStateException(
                                tool.names.getFirst() + " is gone from this machine."))
                .toString();
    }
}
