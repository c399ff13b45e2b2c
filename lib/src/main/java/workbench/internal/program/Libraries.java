package workbench.internal.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import workbench.internal.text.Places;

/**
 * The folders of jars that only a program asks for: beside the helper jar's own folder, in {@code
 * tools}, one for each library with all that it needs. Set-up fills them.
 */
public final class Libraries {

    private Libraries() {}

    /** The jars of a library, in the order of their names; none if there is no such folder. */
    public static List<Path> jars(String library) {
        var folder = folder().resolve(library);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What there is. */
    public static List<String> names() {
        try (Stream<Path> folders = Files.list(folder())) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path folder() {
        var own = Places.of(Libraries.class); // target/jars/workbench.jar, or target/classes
        var target = Files.isDirectory(own) ? own.getParent() : own.getParent().getParent();
        return target.resolve("tools");
    }
}
