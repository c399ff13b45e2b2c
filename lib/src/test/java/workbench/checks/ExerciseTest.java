package workbench.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExerciseTest {

    /** A solution of no parameters and a result. */
    interface Solution {
        Object get() throws Throwable;
    }

    private static final Exercise<Solution> FORTY_TWO =
            Exercise.of(
                    "99.1",
                    "Forty-two",
                    Solution.class,
                    "Object fortyTwo()",
                    (check, solution) -> {
                        check.that(true, "it was called");
                        check.equal("the answer", List.of(42), solution.get());
                    });

    private static String refused(Exercise<Solution> exercise, Solution solution) {
        var finding = exercise.judge(solution);
        assertFalse(finding.passed(), finding.seen());
        return finding.seen();
    }

    private static int endless(int n) {
        return endless(n + 1) + 1;
    }

    @Test
    void saysWhatWasSeen() {
        var finding = FORTY_TWO.judge(() -> List.of(42));
        assertEquals(new Exercise.Finding(true, "it was called; the answer: as expected"), finding);
        assertEquals(
                "the answer: first difference at index 0: 41 instead of 42."
                        + " What was checked before that is right",
                refused(FORTY_TWO, () -> List.of(41)));
    }

    @Test
    void neverThrowsWhateverTheSolutionThrows() {
        for (var failure :
                List.of(
                        new IllegalStateException("boo"),
                        new IOException("boo"),
                        new AssertionError("boo"),
                        new LinkageError("boo"),
                        new OutOfMemoryError("boo"),
                        new Throwable("boo"))) {
            var seen =
                    refused(
                            FORTY_TWO,
                            () -> {
                                throw failure;
                            });
            assertTrue(seen.startsWith("it was called; then your code ended with "), seen);
            assertTrue(seen.contains("boo"), seen);
            assertFalse(seen.contains("\n"), seen);
        }
    }

    @Test
    void anEndlessRecursionIsAnAnswerToo() {
        var seen = refused(FORTY_TWO, () -> endless(0));
        assertTrue(seen.contains("StackOverflowError"), seen);
    }

    @Test
    void nullIsAnAnswerToo() {
        var seen = refused(FORTY_TWO, () -> null);
        assertEquals(
                "the answer: null instead of [42]. What was checked before that is right", seen);
    }

    @Test
    void whatTakesTooLongIsStoppedAndLeavesNoThread() {
        var thread = new AtomicReference<Thread>();
        var seen =
                refused(
                        FORTY_TWO.within(Duration.ofMillis(50)),
                        () -> {
                            thread.set(Thread.currentThread());
                            new CountDownLatch(1).await();
                            return null;
                        });
        assertTrue(seen.contains("it still ran after 50.0 ms and was stopped"), seen);
        assertFalse(seen.contains("restart"), seen);
        assertFalse(thread.get().isAlive());
    }

    @Test
    void whatCannotBeStoppedIsSaidToRunOn() {
        var end = new AtomicBoolean();
        var seen =
                refused(
                        FORTY_TWO.within(Duration.ofMillis(1)),
                        () -> {
                            while (!end.get()) {
                                Thread.onSpinWait();
                            }
                            return null;
                        });
        end.set(true);
        assertTrue(seen.contains("runs on: restart the kernel"), seen);
    }

    @Test
    void anInterruptOfTheCellEndsTheCheckAndIsKept() {
        var thread = new AtomicReference<Thread>();
        Thread.currentThread().interrupt();
        var seen =
                refused(
                        FORTY_TWO,
                        () -> {
                            thread.set(Thread.currentThread());
                            new CountDownLatch(1).await();
                            return null;
                        });
        assertTrue(Thread.interrupted());
        assertTrue(seen.contains("it was interrupted"), seen);
        assertTrue(thread.get() == null || !thread.get().isAlive());
    }

    @Test
    void aCheckThatLooksAtNothingIsNotPassed() {
        var nothing =
                Exercise.of(
                        "99.2", "None", Solution.class, "Object none()", (check, solution) -> {});
        assertEquals("this check looked at nothing", refused(nothing, () -> null));
    }

    @Test
    void withoutANotebookThereIsNoSolution() {
        var finding = FORTY_TWO.judge();
        assertFalse(finding.passed());
        assertTrue(finding.seen().contains("no notebook"), finding.seen());
    }

    @Test
    void theCatalogueKnowsEachExerciseByItsId() {
        var titles = new HashSet<String>();
        for (var id : List.of("00.1", "00.2", "01.1", "01.2", "01.3", "02.1", "02.2", "05.1")) {
            var exercise = Catalogue.find(id).orElseThrow();
            assertEquals(id, exercise.id());
            assertTrue(titles.add(exercise.title()), exercise.title());
        }
        assertTrue(Catalogue.find("99.9").isEmpty());
    }
}
