package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbench.checks.Exercise;
import workbench.internal.kernel.Solved;

@Timeout(20)
class ExercisesTest {

    @TempDir Path folder;

    @BeforeEach
    void keepElsewhere() {
        Exercises.keep(new Solved(folder.resolve(".progress")));
    }

    private static String told(boolean passed, String seen) throws Exception {
        return Output.of(() -> Exercises.tell("99.1", "Try", new Exercise.Finding(passed, seen)))
                .strip();
    }

    @Test
    void saysWhatWasSeenAndWhetherItWasSolvedBefore() throws Exception {
        assertEquals("passed: 99.1 Try. Two jobs met.", told(true, "two jobs met"));
        assertEquals(
                "passed: 99.1 Try. Two jobs met.\n(You had solved this one before.)",
                told(true, "two jobs met"));
        assertEquals(
                "not yet: 99.2 Who? Nobody.\n",
                Output.of(() ->
                        Exercises.tell("99.2", "Who?", new Exercise.Finding(false, "nobody"))));
    }

    @Test
    void whatIsNotYetSolvedIsNotKept() throws Exception {
        assertEquals("not yet: 99.1 Try. One job met nobody.", told(false, "one job met nobody"));
        assertFalse(Files.exists(folder.resolve(".progress")), "nothing is solved");
    }

    @Test
    void anExerciseIsFoundByItsId() throws Exception {
        assertEquals(
                "not yet: 01.1 Breakfast. There is no notebook here, and so no breakfast.\n",
                Output.of(() -> Exercises.check("01.1")));
        for (var unknown : List.of("99.9", "01", "", "no such")) {
            assertEquals(
                    "not yet: Exercise " + unknown + ". There is no such exercise.\n",
                    Output.of(() -> Exercises.check(unknown)));
        }
    }

    @Test
    void questionsAnswerEachLetter() throws Exception {
        assertEquals(
                "not yet: Question sky. Put a letter in place of \"?\": a, b or c.\n",
                Output.of(() -> Exercises.question("99-sky", "?")));
        assertTrue(Output.of(() -> Exercises.question("99-sky", null)).startsWith("not yet"));
        assertTrue(Output.of(() -> Exercises.question("99-sky", "z")).contains("a, b or c"));
        assertEquals(
                "not yet: Question sky, a. Green is the grass.\n",
                Output.of(() -> Exercises.question("99-sky", "a")));
        assertEquals(
                "passed: Question sky, b. Blue light is scattered most: für alle.\n",
                Output.of(() -> Exercises.question("99-sky", " B ")));
        assertTrue(Output.of(() -> Exercises.question("99-sky", 'b')).startsWith("passed"));
        for (var unknown : List.of("99-none", "98-none", "none", "")) {
            assertTrue(
                    Output.of(() -> Exercises.question(unknown, "a")).contains("no such question"),
                    unknown);
        }
    }

    @Test
    void theJarsOwnQuestionsAreWhole() throws Exception {
        // Of every notebook and question: a right letter, a choice, feedback for each letter.
        for (int notebook = 0; notebook < 100; notebook++) {
            var name = String.format("questions/%02d.txt", notebook);
            try (var stream = Exercises.class.getResourceAsStream(name)) {
                if (stream == null) {
                    continue;
                }
                var answers = new java.util.Properties();
                answers.load(new java.io.InputStreamReader(stream, UTF_8));
                for (var key : answers.stringPropertyNames()) {
                    if (key.contains(".")) {
                        assertFalse(answers.getProperty(key).isBlank(), name + ": " + key);
                        assertTrue(
                                answers.containsKey(key.replaceFirst("\\.[a-z]$", "")),
                                name + ": " + key + " belongs to no question");
                    } else {
                        assertTrue(
                                answers.containsKey(key + "." + answers.getProperty(key)),
                                name + ": the right letter of " + key + " has no feedback");
                        assertTrue(
                                answers.keySet().containsAll(List.of(key + ".a", key + ".b")),
                                name + ": " + key + " has no choice");
                    }
                }
            }
        }
    }

    @Test
    void whatIsSolvedIsKeptForTheNextKernelAndForAnotherAtOnce() {
        var here = new Solved(folder.resolve(".progress"));
        var there = new Solved(folder.resolve(".progress"));
        assertEquals("", here.solve("02.1"));
        assertEquals("", there.solve("02.2"));
        assertTrue(here.isSolved("02.2"));
        assertTrue(there.isSolved("02.1"));
        assertTrue(there.solve("02.1").contains("before"));
        assertFalse(here.isSolved("02.3"));
    }

    @Test
    void whereNothingCanBeWrittenItIsKeptInMemoryAndSaidOnce() throws Exception {
        // A file where the folder should be: unlike a read-only folder, this stops root as well.
        var progress = new Solved(Files.createFile(folder.resolve(".progress")));
        assertTrue(progress.solve("02.1").contains("until the kernel stops"));
        assertEquals("", progress.solve("02.2"));
        assertTrue(progress.isSolved("02.1"));
    }

    @Test
    void onlyAFolderOfNotebooksThatIsNotTheSolutionsKeepsARecord() throws Exception {
        var solutions = Files.createDirectory(folder.resolve("solutions"));
        Solved.beside(folder, null).solve("02.1");
        assertFalse(Files.exists(folder.resolve(".progress")), "no notebooks, no record");
        Files.createFile(folder.resolve("02-genres.ipynb"));
        Files.createFile(solutions.resolve("02-genres.ipynb"));
        Solved.beside(solutions, null).solve("02.1");
        assertFalse(Files.exists(solutions.resolve(".progress")));
        Solved.beside(folder, null).solve("02.1");
        assertTrue(Files.exists(folder.resolve(".progress").resolve("02.1")));
        Solved.beside(solutions, folder.resolve("other").toString()).solve("02.1");
        assertTrue(Files.exists(folder.resolve("other").resolve("02.1")));
    }

    @Test
    void countsTheExercisesAndQuestionsOfANotebook() throws Exception {
        Files.writeString(
                folder.resolve("07-try.ipynb"),
                """
                {"cells": [{"source": ["Exercises.check(\\"07.1\\");\\n",
                "Exercises.question(\\"07-two\\", \\"?\\");"]},
                {"source": "Exercises.check(\\"07.1\\");"}]}\
                """);
        Exercises.tell("07.1", "One", new Exercise.Finding(true, "seen"));
        assertEquals(
                """
                Solved so far
                Notebook   Solved   Of
                07-try          1    2
                """,
                Output.of(() -> Exercises.progress(folder)));
    }
}
