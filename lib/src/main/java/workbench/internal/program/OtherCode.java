package workbench.internal.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A program in another language than Java, whose tools are those of this machine. */
public record OtherCode(Language language, String source) implements Code {

    private static final Pattern COMPLAINT =
            Pattern.compile("\\berror\\b|:\\d+:\\d+:|\\(\\d+,\\d+\\):");

    /** Code in the language of that name, in capital letters or small ones. */
    public static OtherCode of(String language, String source) {
        return new OtherCode(
                Language.named(language)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "There is no language \""
                                                + language
                                                + "\" here: take "
                                                + "one of "
                                                + String.join(", ", Language.names())
                                                + ".")),
                source);
    }

    @Override
    public String label() {
        return "The " + language.name() + " program";
    }

    @Override
    public Optional<String> missing(Map<String, String> environment) throws InterruptedException {
        return language.missing(environment).map(tool -> tool + " on this machine");
    }

    @Override
    public boolean needsCompiler() {
        return !language.compile().isEmpty();
    }

    @Override
    public Complaint compile(Path folder, Map<String, String> environment, Duration limit)
            throws InterruptedException {
        var command =
                language.command(
                        language.compile(),
                        write(folder),
                        folder.resolve(language.built()),
                        environment);
        try {
            var compiler = Child.run(command, folder, environment, "", limit);
            if (compiler.inTime() && compiler.exit() == 0) {
                return null;
            }
            var all =
                    (compiler.errors() + compiler.output())
                            .replace(folder + folder.getFileSystem().getSeparator(), "");
            return new Complaint(
                    compiler.inTime()
                            ? first(all)
                            : "the compiler was not done in " + limit.toSeconds() + " s",
                    all);
        } catch (IOException e) {
            return new Complaint(e.getMessage(), "");
        }
    }

    /** The first error among a compiler's lines; Rust's says where only a line later. */
    private static String first(String all) {
        var lines = all.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (COMPLAINT.matcher(lines.get(i)).find()) {
                var where =
                        i + 1 < lines.size() && lines.get(i + 1).startsWith("--> ")
                                ? " (" + lines.get(i + 1).substring(4) + ")"
                                : "";
                return lines.get(i) + where;
            }
        }
        return lines.isEmpty() ? "its compiler does not say why" : lines.getLast();
    }

    @Override
    public List<String> command(Path built, Path folder, Map<String, String> environment)
            throws InterruptedException {
        var source = needsCompiler() ? built.resolve(language.file()) : write(folder);
        return language.command(
                language.run(),
                source,
                needsCompiler() ? built.resolve(language.built()) : folder,
                environment);
    }

    private Path write(Path folder) {
        try {
            return Files.writeString(folder.resolve(language.file()), source);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The program's source text cannot be written: make room "
                            + "in the system's folder for temporary files.",
                    e);
        }
    }
}
