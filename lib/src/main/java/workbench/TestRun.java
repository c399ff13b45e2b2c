package workbench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.function.Executable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.IncompleteExecutionException;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Stoppable;
import workbench.internal.text.Failures;
import workbench.internal.text.Text;

/**
 * JUnit tests that were run in this JVM, and what came of them. The classes may have been declared
 * in a notebook's cell. A test that fails is a result here and no error. Immutable.
 *
 * <p>The tests of a class run in the order of their names.
 */
public final class TestRun {

    /** How a test ended; it is skipped when it is disabled or an assumption does not hold. */
    public enum End {
        PASSED,
        FAILED,
        SKIPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One test, or one repetition of it.
     *
     * @param test the method's name, with its arguments if it has some, and with its class before
     *     it if several classes were run together
     * @param seen why it did not pass, as a sentence without its full stop; empty if it passed
     */
    public record Outcome(String test, End end, String seen, Duration time) {}

    /** What JShell puts round the names of a cell's classes. */
    static final String SHELL = "REPL\\.\\$JShell\\$\\w+[.$]";

    private final String title;
    private final List<Outcome> outcomes;

    private TestRun(List<String> classes, List<Outcome> outcomes) {
        this.title = Text.list(classes);
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * Runs the tests of these classes with JUnit Jupiter, one after the other.
     *
     * @throws IllegalStateException if there is no test in them, if JUnit cannot run them, or if
     *     the thread is interrupted (whose interrupt status is then set)
     */
    public static TestRun of(Class<?>... classes) {
        var names = Arrays.stream(classes).map(Class::getSimpleName).toList();
        var outcomes =
                finished(
                        Stoppable.run(() -> execute(classes)),
                        "JUnit could not run " + Text.list(names));
        if (outcomes.isEmpty()) {
            throw new IllegalStateException(
                    "There is no test in "
                            + Text.list(names)
                            + ": put @Test before a method that returns nothing.");
        }
        return new TestRun(names, outcomes);
    }

    /**
     * Runs the code of a test so many times, without JUnit, one run after the other: what a
     * {@code @RepeatedTest} is for the method of a class. A run fails whatever it throws.
     *
     * @param name what stands in the table and on a chart
     * @param times 1 or more
     * @throws IllegalArgumentException if that is less than 1
     * @throws IllegalStateException if the thread is interrupted (whose interrupt status is then
     *     set)
     */
    public static TestRun repeat(String name, int times, Executable test) {
        if (times < 1) {
            throw new IllegalArgumentException(
                    "A test has to run at least once, and not " + times + " times.");
        }
        var outcomes =
                finished(Stoppable.run(() -> repeated(name, times, test)), name + " could not run");
        return new TestRun(List.of(name), outcomes);
    }

    private static List<Outcome> finished(
            Stoppable.Outcome<List<Outcome>> outcome, String couldNotRun) {
        return switch (outcome.end()) {
            case DONE -> outcome.value();
            case FAILED -> {
                Failures.passOnFatal(outcome.failure());
                throw new IllegalStateException(
                        couldNotRun + ": " + reason(outcome.failure()), outcome.failure());
            }
            default ->
                    throw new IllegalStateException(
                            "The tests were interrupted"
                                    + (outcome.gone()
                                            ? "."
                                            : ", but one does not react and runs on: "
                                                    + "restart the kernel."));
        };
    }

    private static List<Outcome> repeated(String name, int times, Executable test)
            throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            var end = End.PASSED;
            var seen = "";
            try {
                test.execute();
            } catch (InterruptedException stopped) {
                throw stopped;
            } catch (Throwable failure) {
                Failures.passOnFatal(failure);
                end = End.FAILED;
                seen = reason(failure);
            }
            outcomes.add(new Outcome(name, end, seen, Duration.ofNanos(System.nanoTime() - start)));
            if (Stoppable.isStopping()) {
                throw new InterruptedException("The tests were interrupted.");
            }
        }
        return outcomes;
    }

    private static List<Outcome> execute(Class<?>[] classes) {
        // A cell's classes, and perhaps JUnit itself, are known to the kernel's class loader only;
        // JUnit looks for its engine with the thread's.
        if (classes.length > 0) {
            Thread.currentThread().setContextClassLoader(classes[0].getClassLoader());
        }
        var stop = CancellationToken.create();
        var listener = new Listener(stop, classes.length > 1);
        var request =
                LauncherDiscoveryRequestBuilder.request()
                        // Not what a junit-platform.properties on the class path says.
                        .enableImplicitConfigurationParameters(false)
                        .selectors(Arrays.stream(classes).map(each -> selectClass(each)).toList())
                        .configurationParameter(
                                MethodOrderer.DEFAULT_ORDER_PROPERTY_NAME,
                                MethodOrderer.MethodName.class.getName())
                        // What is wrong with a test class is said by a failure, and not on stderr.
                        .configurationParameter(
                                LauncherConstants.CRITICAL_DISCOVERY_ISSUE_SEVERITY_PROPERTY_NAME,
                                "INFO")
                        .forExecution()
                        .listeners(listener)
                        .cancellationToken(stop)
                        .build();
        LauncherFactory.create().execute(request);
        return listener.outcomes;
    }

    /** Every test and every repetition, in the order in which they ran. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** How many failed of all tests, each repetition counted. */
    public int failed() {
        return count(End.FAILED, outcomes);
    }

    /**
     * How many had failed after no run, after so many, twice as many …: a line for a chart.
     *
     * @param step the runs from one point to the next, 1 or more
     */
    public SortedMap<Integer, Integer> failedSoFar(int step) {
        var failed = new TreeMap<Integer, Integer>();
        for (int runs = 0; runs <= outcomes.size(); runs += step) {
            failed.put(runs, count(End.FAILED, outcomes.subList(0, runs)));
        }
        return failed;
    }

    /**
     * What came of the code of a test that was run several times.
     *
     * @param number how often it failed
     * @param last why it failed the last time, as a sentence without its full stop; empty if it
     *     never did
     */
    public record Failing(int number, String last) {}

    /**
     * Runs the code of a test so many times, on this thread and without JUnit, and returns how
     * often it failed. Whatever it throws is a failure, as it is for JUnit.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static int failures(int times, Executable test) throws InterruptedException {
        return failing(times, test).number;
    }

    /**
     * Runs the code of a test as {@link #failures} does, and returns also why it failed the last
     * time: a test that ends with an exception of its own has not found the fault that it looks
     * for.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Failing failing(int times, Executable test) throws InterruptedException {
        var failed =
                repeated("", times, test).stream().filter(one -> one.end == End.FAILED).toList();
        return new Failing(failed.size(), failed.isEmpty() ? "" : failed.getLast().seen);
    }

    private static int count(End end, List<Outcome> among) {
        return (int) among.stream().filter(one -> one.end == end).count();
    }

    /** What was run, as it is named in a table and on a chart. */
    String title() {
        return title;
    }

    /** A row for each test; all repetitions of one share a row. */
    Grid grid() {
        return grid(List.of(this));
    }

    /** The tests of all runs, one run after the other. */
    static Grid grid(List<TestRun> runs) {
        var headings =
                List.of(
                        Grid.Heading.text("Test"),
                        Grid.Heading.text("Result"),
                        Grid.Heading.number("Time"),
                        Grid.Heading.text("What was seen"));
        // Where all passed there is nothing more to say.
        boolean allPassed =
                runs.stream().allMatch(run -> run.count(End.PASSED) == run.outcomes.size());
        int columns = allPassed ? 3 : 4;
        return Grid.of(
                runs.stream().map(TestRun::summary).collect(Collectors.joining("; ")),
                headings.subList(0, columns),
                runs.stream().flatMap(TestRun::rows).map(row -> row.subList(0, columns)).toList());
    }

    private String summary() {
        return title
                + ": "
                + Arrays.stream(End.values())
                        .filter(end -> count(end) > 0)
                        .map(end -> String.format(Locale.ROOT, "%,d %s", count(end), end))
                        .collect(Collectors.joining(", "));
    }

    private int count(End end) {
        return count(end, outcomes);
    }

    private Stream<List<String>> rows() {
        return outcomes.stream()
                .collect(
                        Collectors.groupingBy(
                                Outcome::test, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(test -> row(test.getKey(), test.getValue()));
    }

    private static List<String> row(String test, List<Outcome> runs) {
        var time =
                Text.time(runs.stream().map(Outcome::time).reduce(Duration.ZERO, Duration::plus));
        var odd = runs.stream().filter(one -> one.end != End.PASSED).findFirst();
        if (runs.size() == 1) {
            return List.of(
                    test, sign(runs.getFirst().end), time, Text.sentence(runs.getFirst().seen));
        }
        return List.of(
                String.format(Locale.ROOT, "%s, %,d times", test, runs.size()),
                sign(odd.map(Outcome::end).orElse(End.PASSED)),
                time,
                odd.map(first ->
                                String.format(
                                        Locale.ROOT,
                                        "%,d of %,d %s; the first: %s",
                                        count(first.end, runs),
                                        runs.size(),
                                        first.end,
                                        Text.sentence(first.seen)))
                        .orElse(""));
    }

    private static String sign(End end) {
        return switch (end) {
                    case PASSED -> "✓ ";
                    case FAILED -> "✗ ";
                    case SKIPPED -> "– ";
                }
                + end;
    }

    /** Why a test failed, in one line: what was expected and seen, or which exception it threw. */
    static String reason(Throwable failure) {
        var cause = Failures.cause(failure);
        var message = cause.getMessage();
        // Theirs are written for readers; of any other, its name says more than its message.
        var own =
                cause instanceof AssertionError
                        || cause instanceof JUnitException
                        || cause instanceof IncompleteExecutionException
                        || cause instanceof ConditionTimeoutException;
        var text = own && message != null && !message.isBlank() ? message : Failures.reason(cause);
        return Text.shorten(
                text.replaceAll(SHELL, "")
                        .replace(" ==> ", ", ")
                        .replaceAll("\\s+", " ")
                        .strip()
                        .replaceFirst("\\.$", ""),
                240);
    }

    private static final class Listener implements TestExecutionListener {
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Map<String, Long> begun = new HashMap<>();
        private final CancellationToken stop;
        private final boolean several;

        Listener(CancellationToken stop, boolean several) {
            this.stop = stop;
            this.several = several;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (Stoppable.isStopping()) {
                stop.cancel();
            }
            begun.put(test.getUniqueId(), System.nanoTime());
        }

        @Override
        public void executionSkipped(TestIdentifier test, String why) {
            outcomes.add(new Outcome(name(test), End.SKIPPED, why, Duration.ZERO));
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            var time = Duration.ofNanos(System.nanoTime() - begun.get(test.getUniqueId()));
            var end =
                    switch (result.getStatus()) {
                        case SUCCESSFUL -> End.PASSED;
                        case ABORTED -> End.SKIPPED;
                        case FAILED -> End.FAILED;
                    };
            // A class is no test, but it can fail before the first of its tests begins.
            if (test.isTest() || end != End.PASSED) {
                outcomes.add(
                        new Outcome(
                                name(test),
                                end,
                                result.getThrowable().map(TestRun::reason).orElse(""),
                                time));
            }
        }

        private String name(TestIdentifier test) {
            return switch (test.getSource().orElse(null)) {
                case MethodSource method ->
                        (several ? method.getJavaClass().getSimpleName() + "." : "")
                                + method.getMethodName()
                                + (isInvocation(test, method) ? " " + test.getDisplayName() : "");
                case ClassSource type -> type.getJavaClass().getSimpleName();
                case null, default -> test.getDisplayName();
            };
        }

        /** Whether it has arguments, so that it is not like the other calls of its method. */
        private static boolean isInvocation(TestIdentifier test, MethodSource method) {
            return test.getUniqueIdObject()
                            .getLastSegment()
                            .getType()
                            .equals("test-template-invocation")
                    && !method.getJavaMethod().isAnnotationPresent(RepeatedTest.class);
        }
    }
}
