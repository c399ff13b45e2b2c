package workbench;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import workbench.checks.Catalogue;
import workbench.checks.Exercise;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Display;
import workbench.internal.kernel.Solved;
import workbench.internal.text.Text;

/**
 * Checks of the reader's solutions, questions with a choice of answers, and what has been solved.
 *
 * <p>Nothing here ever throws, whatever the reader's code does: it says "passed" or "not yet", and
 * what was seen. What is solved is kept as an empty file of the exercise's name in the folder
 * {@code .progress} beside the notebooks (several kernels may write there at once; delete it to
 * start anew), or where the environment variable {@code WORKBENCH_PROGRESS} points; where that
 * cannot be written, and in a folder without numbered notebooks, only in memory. For the thread
 * that runs the cells.
 */
public final class Exercises {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
    private static final Pattern MENTION =
            Pattern.compile("Exercises\\.(?:check|question)\\(\\s*\\\\?\"([^\"\\\\]+)");

    private static Solved solved = Solved.beside(Path.of(""), System.getenv("WORKBENCH_PROGRESS"));

    private Exercises() {}

    /**
     * Checks the solution of an exercise that stands in a cell above, and shows whether it passed
     * and what was seen. It takes 20 seconds at most, and never throws. Call it in a cell.
     *
     * @param id the notebook's number and the exercise's, such as 02.1
     */
    public static void check(String id) {
        var exercise = Catalogue.find(id);
        if (exercise.isEmpty()) {
            say(false, "Exercise " + id, "there is no such exercise", "");
        } else {
            tell(id, exercise.get().title(), exercise.get().judge());
        }
    }

    static void tell(String id, String title, Exercise.Finding finding) {
        var name = id + " " + title;
        if (finding.passed()) {
            passed(id, name, finding.seen());
        } else {
            say(false, name, finding.seen(), "");
        }
    }

    /** Answers a question by a letter in single quotes, as other languages write a text. */
    public static void question(String id, char letter) {
        question(id, String.valueOf(letter));
    }

    /**
     * Answers a question by a letter. Its answers stand in the jar, in {@code questions/NN.txt} (NN
     * is the notebook's number) as a properties file: {@code name=b} says which letter is right,
     * {@code name.a=…} and so on what to say to whoever chooses it.
     *
     * @param id the notebook's number and the question's name, such as 02-thread
     * @param letter the answer; "?" is none yet
     */
    public static void question(String id, String letter) {
        var dash = id.indexOf('-');
        var answers = dash < 0 ? new Properties() : answers(id.substring(0, dash));
        var name = id.substring(dash + 1);
        var right = answers.getProperty(name);
        if (right == null) {
            say(false, "Question " + id, "there is no such question", "");
            return;
        }
        var chosen = letter == null ? "" : letter.strip().toLowerCase(Locale.ROOT);
        var feedback = answers.getProperty(name + "." + chosen);
        if (feedback == null) {
            var letters =
                    answers.stringPropertyNames().stream()
                            .filter(key -> key.startsWith(name + "."))
                            .map(key -> key.substring(name.length() + 1))
                            .sorted()
                            .toList();
            say(
                    false,
                    "Question " + name,
                    "put a letter in place of \""
                            + Text.shorten("" + letter, 20)
                            + "\": "
                            + Text.list(letters).replace(" and ", " or "),
                    "");
        } else if (chosen.equals(right)) {
            passed(id, "Question " + name + ", " + chosen, feedback);
        } else {
            say(false, "Question " + name + ", " + chosen, feedback, "");
        }
    }

    private static Properties answers(String notebook) {
        var answers = new Properties();
        try (var stream = Exercises.class.getResourceAsStream("questions/" + notebook + ".txt")) {
            if (stream != null) {
                answers.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // The question is then not found, and that is what is said.
        }
        return answers;
    }

    /** Shows how many exercises and questions are solved of each notebook in this folder. */
    public static void progress() {
        progress(Path.of(""));
    }

    static void progress(Path folder) {
        var rows = new ArrayList<List<String>>();
        try (var notebooks = Files.newDirectoryStream(folder, "[0-9][0-9]-*.ipynb")) {
            for (var notebook : notebooks) {
                var ids = new TreeSet<String>();
                MENTION.matcher(Files.readString(notebook))
                        .results()
                        .forEach(mention -> ids.add(mention.group(1)));
                var done = ids.stream().filter(solved::isSolved).count();
                rows.add(
                        List.of(
                                notebook.getFileName().toString().replace(".ipynb", ""),
                                "" + done,
                                "" + ids.size()));
            }
        } catch (IOException e) {
            System.out.println(
                    "The notebooks of this folder cannot be read, so there is no "
                            + "progress to show: "
                            + e.getMessage());
            return;
        }
        rows.sort((one, other) -> one.getFirst().compareTo(other.getFirst()));
        var headings =
                List.of(
                        Grid.Heading.text("Notebook"),
                        Grid.Heading.number("Solved"),
                        Grid.Heading.number("Of"));
        Display.grid(Grid.of("Solved so far", headings, rows));
    }

    private static void passed(String id, String name, String seen) {
        var trouble =
                ID.matcher(id).matches()
                        ? solved.solve(id)
                        : "The name \"" + id + "\" cannot be kept.";
        say(true, name, seen, trouble);
    }

    private static void say(boolean passed, String name, String seen, String more) {
        var word = passed ? "passed" : "not yet";
        var sentence = name + (name.endsWith("?") ? " " : ". ") + Text.sentence(seen);
        // The colours are for the edge alone; the words take the notebook's, light or dark.
        Display.html(
                "<div style=\"border-left: 4px "
                        + (passed ? "solid #1b7f4d" : "dashed #b35900")
                        + "; padding: 2px 0 2px 10px\"><strong>"
                        + word
                        + ":</strong> "
                        + Text.html(sentence)
                        + (more.isEmpty() ? "" : "<br>" + Text.html(more))
                        + "</div>",
                word + ": " + sentence + (more.isEmpty() ? "" : "\n" + more));
    }

    /** For tests: keeps what is solved elsewhere. */
    static void keep(Solved elsewhere) {
        solved = elsewhere;
    }
}
