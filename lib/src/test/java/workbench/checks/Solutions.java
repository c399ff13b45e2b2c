package workbench.checks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Right and wrong solutions of one exercise, each a test of its check. They mostly wait, so that
 * many run at the same time.
 */
final class Solutions<S> {

    private static final int TIMES = 3; // that a right solution is checked: never right by chance

    private final Exercise<S> exercise;
    private final List<DynamicTest> tests = new ArrayList<>();

    private Solutions(Exercise<S> exercise) {
        this.exercise = exercise;
    }

    static <S> Solutions<S> of(Exercise<S> exercise) {
        return new Solutions<>(exercise);
    }

    /** A solution that has to pass, every time. */
    Solutions<S> right(String name, S solution) {
        return right(name, TIMES, solution);
    }

    /** The same for one that waits with a limit: a check takes long to tell it from a guess. */
    Solutions<S> patient(String name, S solution) {
        return right(name, 1, solution);
    }

    private Solutions<S> right(String name, int times, S solution) {
        tests.add(
                DynamicTest.dynamicTest(
                        exercise.id() + " right: " + name,
                        () -> {
                            for (int i = 0; i < times; i++) {
                                var finding = exercise.judge(solution);
                                assertTrue(finding.passed(), finding.seen());
                            }
                        }));
        return this;
    }

    /**
     * A solution that has to be refused.
     *
     * @param words what the sentence that refuses it says, among other things
     */
    Solutions<S> wrong(String name, String words, S solution) {
        tests.add(
                DynamicTest.dynamicTest(
                        exercise.id() + " wrong: " + name,
                        () -> {
                            var finding = exercise.judge(solution);
                            assertFalse(finding.passed(), finding.seen());
                            assertTrue(finding.seen().contains(words), finding.seen());
                        }));
        return this;
    }

    Stream<DynamicTest> tests() {
        return tests.stream();
    }
}
