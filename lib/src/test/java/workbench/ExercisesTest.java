package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbench.internal.kernel.Solved;

@Timeout(20)
class ExercisesTest {

    @TempDir Path folder;

    @BeforeEach
    void keepElsewhere() {
        Exercises.keep(new Solved(folder.resolve(".progress")));
    }

    private static String check(Exercises.Body body) throws Exception {
        return Output.of(() -> Exercises.check("99.1", "Try", body)).strip();
    }

    @Test
    void passesAndSaysWhatWasSeen() throws Exception {
        assertEquals(
                "passed: 99.1 Try. 2 of 2 files written; the genres: as expected; most in "
                        + "flight: 5 (at least 5 needed); requests: 5 (at most 5 allowed).\nWell done.",
                check(check -> {
                    check.that(true, "2 of 2 files written");
                    check.equal("the genres", new int[] {1}, new int[] {1});
                    check.atLeast("most in flight", 5, 5);
                    check.atMost("requests", 5, 5);
                    check.note("Well done.");
                }));
        assertTrue(check(check -> check.that(true, "again")).endsWith("solved this one before.)"));
    }

    @Test
    void eachKindOfWrongIsNotYetAndEndsTheCheck() throws Exception {
        assertEquals(
                "not yet: 99.1 Try. 1 of 2 files written.",
                check(check -> {
                    check.that(false, "1 of 2 files written");
                    check.that(true, "is not looked at");
                }));
        assertEquals(
                "not yet: 99.1 Try. Fine; the genres: null instead of [1].",
                check(check -> {
                    check.that(true, "fine");
                    check.equal("the genres", List.of(1), null);
                }));
        assertTrue(check(check -> check.atLeast("in flight", 5, 4)).startsWith("not yet"));
        assertTrue(check(check -> check.atMost("requests", 5, 6)).startsWith("not yet"));
        assertTrue(check(check -> {}).startsWith("not yet"), "nothing seen is nothing shown");
        assertFalse(Files.exists(folder.resolve(".progress")), "nothing is solved");
    }

    @Test
    void survivesWhateverTheSolutionThrows() throws Exception {
        assertEquals(
                "not yet: 99.1 Try. Fine; then your code ended with IllegalStateException: "
                        + "boo.",
                check(check -> {
                    check.that(true, "fine");
                    throw new IllegalStateException("boo");
                }));
        assertTrue(check(check -> deep()).contains("StackOverflowError"));
        assertTrue(
                check(
                                check -> {
                                    throw new OutOfMemoryError("full");
                                })
                        .contains("OutOfMemoryError: full"));
        assertTrue(check(null).startsWith("not yet"));
    }

    @SuppressWarnings("InfiniteRecursion") // which is what is tested
    private static int deep() {
        return deep() + 1;
    }

    @Test
    void whatIsSeenTwiceIsSaidOnce() throws Exception {
        assertEquals(
                "passed: 99.1 Try. Two jobs met; three jobs met.",
                check(check -> {
                    check.that(true, "two jobs met");
                    check.that(true, "three jobs met");
                    check.that(true, "two jobs met");
                }));
    }

    @Test
    void aJobOutlastsWhoDoesNotJoinIt() throws Exception {
        var solution = Thread.currentThread();
        for (int asleep : List.of(0, 1, 1_000)) {
            var ended = new AtomicBoolean();
            var job =
                    Thread.ofVirtual()
                            .start(() -> {
                                Exercises.outlast(solution);
                                ended.set(true);
                            });
            Thread.sleep(asleep);
            assertFalse(ended.get(), asleep + " ms were enough");
            job.join();
            assertTrue(ended.get());
        }
    }

    @Test
    void aJobOutlastsNobodyForEver() throws Exception {
        var solution = Thread.currentThread();
        var job = Thread.ofVirtual().start(() -> Exercises.outlast(solution));
        while (job.isAlive()) {
            Thread.sleep(1);
        }
        Exercises.outlast(solution); // one who runs the job himself
    }

    @Test
    void anInterruptEndsOutlasting() {
        Thread.currentThread().interrupt();
        Exercises.outlast(Thread.currentThread());
        assertTrue(Thread.interrupted(), "the interrupt is kept");
    }

    @Test
    void stopsWhatTakesTooLongAndLeavesNoThread() throws Exception {
        var thread = new AtomicReference<Thread>();
        var said =
                Output.of(() ->
                        Exercises.check(
                                "99.2",
                                "Long",
                                Duration.ofMillis(50),
                                check -> {
                                    thread.set(Thread.currentThread());
                                    new CountDownLatch(1).await();
                                }));
        assertTrue(
                said.startsWith(
                        "not yet: 99.2 Long. It still ran after 50.0 ms and was " + "stopped"),
                said);
        assertFalse(thread.get().isAlive());
        assertFalse(said.contains("restart"), said);
    }

    @Test
    void saysSoIfItCannotBeStopped() throws Exception {
        var end = new CountDownLatch(1);
        var said =
                Output.of(() ->
                        Exercises.check(
                                "99.2",
                                "Deaf",
                                Duration.ofMillis(1),
                                check -> {
                                    while (end.getCount() > 0) {
                                        Thread.onSpinWait();
                                    }
                                }));
        end.countDown();
        assertTrue(said.contains("runs on: restart the kernel"), said);
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
                {"cells": [{"source": ["Exercises.check(\\"07.1\\", \\"One\\", c -> {});\\n",
                "Exercises.question(\\"07-two\\", \\"?\\");"]},
                {"source": "Exercises.check(\\"07.1\\", \\"One\\", c -> {});"}]}\
                """);
        Exercises.check("07.1", "One", check -> check.that(true, "seen"));
        assertEquals(
                """
                Solved so far
                Notebook   Solved   Of
                07-try          1    2
                """,
                Output.of(() -> Exercises.progress(folder)));
    }
}
