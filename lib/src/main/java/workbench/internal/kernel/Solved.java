package workbench.internal.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** What is solved, in memory and, if there is a folder for it, as files. */
public final class Solved {

    private final TreeSet<String> solved = new TreeSet<>();
    private Path folder;

    public Solved(Path folder) {
        this.folder = folder;
    }

    /** Where the notebooks are; not beside the solutions, which solve all. */
    public static Solved beside(Path notebooks, String chosen) {
        if (chosen != null && !chosen.isBlank()) {
            return new Solved(Path.of(chosen));
        }
        var here = notebooks.toAbsolutePath();
        if (here.endsWith("solutions")) {
            return new Solved(null);
        }
        try (var found = Files.newDirectoryStream(here, "[0-9][0-9]-*.ipynb")) {
            return new Solved(found.iterator().hasNext() ? here.resolve(".progress") : null);
        } catch (IOException unreadable) {
            return new Solved(null);
        }
    }

    /** Keeps it; returns an empty text, or a sentence if it was solved or cannot be kept. */
    public synchronized String solve(String id) {
        if (isSolved(id)) {
            return "(You had solved this one before.)";
        }
        solved.add(id);
        if (folder == null) {
            return "";
        }
        try {
            Files.createDirectories(folder);
            // Not createFile: another kernel may have solved it in this moment.
            Files.write(folder.resolve(id), new byte[0]);
            return "";
        } catch (IOException e) {
            folder = null;
            return "What you solve is kept only until the kernel stops, since the folder of "
                    + "the notebooks cannot be written to.";
        }
    }

    public synchronized boolean isSolved(String id) {
        return solved.contains(id) || (folder != null && Files.exists(folder.resolve(id)));
    }
}
