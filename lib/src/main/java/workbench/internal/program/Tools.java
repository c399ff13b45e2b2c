package workbench.internal.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the tools of other languages on this machine. Safe for use by several threads. */
final class Tools {

    private static final List<String> ENDINGS =
            Child.WINDOWS ? List.of(".exe", ".cmd", ".bat") : List.of("");

    /** How long a tool may take to say its version; some run on a JVM of their own. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Set<Path> answering = ConcurrentHashMap.newKeySet();

    private Tools() {}

    /**
     * The first of the tools on the PATH of the environment that answers, if any does. Not each
     * file of that name is the tool: pyenv, rustup and Windows have stand-ins that only say where
     * the tool could be had.
     *
     * @param names its names, the one most to be trusted first
     * @param version the argument with which it says its version
     */
    static Optional<Path> find(List<String> names, String version, Map<String, String> environment)
            throws InterruptedException {
        for (var name : names) {
            for (var file : named(name, path(environment))) {
                if (answers(file, version, environment)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static String path(Map<String, String> environment) {
        var own = System.getenv("PATH");
        return environment.getOrDefault("PATH", own == null ? "" : own);
    }

    private static List<Path> named(String name, String path) {
        var found = new ArrayList<Path>();
        for (var folder : path.split(File.pathSeparator)) {
            for (var ending : ENDINGS) {
                try {
                    var file = Path.of(folder.strip(), name + ending);
                    if (file.isAbsolute()
                            && Files.isRegularFile(file)
                            && Files.isExecutable(file)) {
                        found.add(file);
                    }
                } catch (InvalidPathException e) {
                    // PATH may hold anything.
                }
            }
        }
        return found;
    }

    private static boolean answers(Path file, String version, Map<String, String> environment)
            throws InterruptedException {
        if (answering.contains(file)) {
            return true;
        }
        var folder = Cleanup.folder("tool-");
        try {
            var answer =
                    Child.run(List.of(file.toString(), version), folder, environment, "", PATIENCE);
            if (answer.inTime() && answer.exit() == 0) {
                answering.add(file);
                return true;
            }
        } catch (IOException e) {
            // It cannot be run, so it is not the tool.
        } finally {
            Cleanup.delete(folder);
        }
        return false;
    }
}
