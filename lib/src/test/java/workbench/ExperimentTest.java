package workbench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workbench.internal.kernel.Stoppable;

@Timeout(60)
class ExperimentTest {

    private static IllegalStateException refused(Experiment experiment) {
        return assertThrows(IllegalStateException.class, experiment::measure);
    }

    @Test
    void runsOnceForTheResultThenWarmsUpThenSamplesInterleaved() {
        var runs = new ArrayList<String>();
        var results =
                Experiment.named("Order")
                        .warmUps(2)
                        .samples(3)
                        .version("a", () -> runs.add("a"))
                        .version("b", () -> runs.add("b"))
                        .version("c", () -> runs.add("c"))
                        .measure();
        assertEquals("abc".repeat(1 + 2 + 3), String.join("", runs));
        assertEquals(List.of("a", "b", "c"), results.names());
        assertEquals(3, results.samples("b").size());
        assertEquals(true, results.value("c"));
    }

    @Test
    void aSampleIsWhatTheClockSaysOfTheVersionAndOfNothingElse() {
        var clock = new AtomicLong();
        var runs = new AtomicInteger();
        var results =
                new Experiment("Clock", clock::get)
                        .warmUps(1)
                        .samples(4)
                        .comparing(value -> clock.addAndGet(1_000_000) == 0)
                        .version(
                                "slower with each run",
                                () -> clock.addAndGet(runs.incrementAndGet()))
                        .version("always seven", () -> clock.addAndGet(7))
                        .measure();
        // The first run was for the result, the second to warm up.
        assertEquals(nanos(3, 4, 5, 6), results.samples("slower with each run"));
        assertEquals(nanos(7, 7, 7, 7), results.samples("always seven"));
        assertEquals(Duration.ofNanos(3), results.fastest("slower with each run"));
        assertEquals(Duration.ofNanos(6), results.slowest("slower with each run"));
    }

    private static List<Duration> nanos(int... nanos) {
        return Arrays.stream(nanos).mapToObj(Duration::ofNanos).toList();
    }

    @Test
    void theSamplesAreAsManyAsAVerdictNeeds() {
        var expected = Map.of(1, 5, 2, 5, 3, 6, 4, 7, 5, 7, 6, 8, 8, 8, 9, 9);
        expected.forEach((versions, samples) -> {
            var experiment = Experiment.named("By default");
            for (int i = 0; i < versions; i++) {
                experiment.version("version " + i, () -> 1);
            }
            var results = experiment.measure();
            assertEquals(samples, results.samples("version 0").size());
            assertFalse(results.verdict().contains("no verdict"), results.verdict());
        });
    }

    @Test
    void refusesAnotherResultAndNamesBothVersionsAndWhereTheyPart() {
        var failure =
                refused(
                        Experiment.named("Differ")
                                .version("sequential", () -> List.of("a", "b", "c"))
                                .version("threads", () -> List.of("a", "x"))
                                .version("never", () -> assertDoesNotRun()));
        assertEquals(
                "\"threads\" and \"sequential\" give different results: 2 items instead of "
                        + "3 items; first difference at index 1: \"x\" instead of \"b\". Times of "
                        + "different results cannot be compared.",
                failure.getMessage());
        assertEquals(0, failure.getStackTrace().length, "a stack trace is no message");
    }

    private static Object assertDoesNotRun() {
        throw new AssertionError("ran although a version before it was wrong");
    }

    @Test
    void refusesAResultThatIsWrongOnlyNowAndThen() {
        var runs = new AtomicInteger();
        var failure =
                refused(
                        Experiment.named("Flaky")
                                .samples(5)
                                .version("steady", () -> 1)
                                .version("flaky", () -> runs.incrementAndGet() == 6 ? 2 : 1));
        assertTrue(failure.getMessage().contains("\"flaky\" and \"steady\""));
        var alone = new AtomicInteger();
        assertTrue(
                refused(Experiment.named("Alone").version("alone", alone::getAndIncrement))
                        .getMessage()
                        .startsWith("\"alone\" gave another result in a later run"));
    }

    @Test
    void comparesWhatItIsToldTo() {
        var results =
                Experiment.named("As sets")
                        .comparing((List<String> names) -> Set.copyOf(names))
                        .version("a", () -> List.of("x", "y"))
                        .version("b", () -> List.of("y", "x"))
                        .measure();
        assertEquals(List.of("y", "x"), results.value("b"));
        assertTrue(
                refused(
                                Experiment.named("Other type")
                                        .comparing((List<String> names) -> names.size())
                                        .version("a", () -> "no list"))
                        .getMessage()
                        .contains("could not be compared"));
    }

    @Test
    void anErrorInComparingIsASentence() {
        var failure =
                refused(
                        Experiment.named("Compared")
                                .version("a", () -> 1)
                                .comparing(value -> {
                                    throw new AssertionError("oops");
                                }));
        assertEquals(
                "The result of \"a\" could not be compared: AssertionError: oops. "
                        + "Fix what stands in comparing(…).",
                failure.getMessage());
        var broken = new OutOfMemoryError("no heap");
        var experiment =
                Experiment.named("Broken")
                        .version("a", () -> 1)
                        .comparing(value -> {
                            throw broken;
                        });
        assertSame(broken, assertThrows(OutOfMemoryError.class, experiment::measure));
        var second = new AtomicInteger();
        assertEquals(
                "The results of \"a\" and \"b\" could not be compared: StackOverflowError. "
                        + "Fix what stands in comparing(…).",
                refused(
                                Experiment.named("Second")
                                        .version("a", () -> 1)
                                        .version("b", () -> 1)
                                        .comparing(
                                                value -> second.incrementAndGet() > 2 ? deep() : 1))
                        .getMessage());
    }

    @Test
    void tellsWhichVersionFailedAndWhyWithoutTheFuturesWrapping() {
        var failure =
                refused(
                        Experiment.named("Fails")
                                .version("good", () -> 1)
                                .version(
                                        "bad",
                                        () -> {
                                            throw new ExecutionException(
                                                    new IOException("Connection refused."));
                                        }));
        assertEquals(
                "\"bad\" failed, so nothing was measured: IOException: Connection refused. "
                        + "Fix that version and run the cell again.",
                failure.getMessage());
    }

    @Test
    void tellsAnErrorOfAVersionButLetsABrokenJvmThrough() {
        assertTrue(
                refused(Experiment.named("Deep").version("deep", ExperimentTest::deep))
                        .getMessage()
                        .contains("StackOverflowError"));
        var broken = new OutOfMemoryError("no heap");
        assertSame(
                broken,
                assertThrows(
                        OutOfMemoryError.class,
                        Experiment.named("Full")
                                        .version(
                                                "full",
                                                () -> {
                                                    throw broken;
                                                })
                                ::measure));
    }

    @SuppressWarnings("InfiniteRecursion") // which is what is tested
    private static int deep() {
        return deep() + 1;
    }

    @Test
    void anInterruptEndsItWithItsThreadsAndIsKept() throws Exception {
        // Each waits for ever; the last two survive one interrupt, the very last all of them but
        // returns each time.
        List<Callable<Object>> versions =
                List.of(
                        () -> {
                            started.countDown();
                            new CountDownLatch(1).await();
                            return 1;
                        },
                        () -> {
                            try (var executor = Executors.newFixedThreadPool(2)) {
                                return executor.submit(
                                                () -> {
                                                    started.countDown();
                                                    new CountDownLatch(1).await();
                                                    return 1;
                                                })
                                        .get();
                            }
                        },
                        () -> {
                            started.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException swallowed) {
                                return 1;
                            }
                            return 1;
                        });
        for (var version : versions) {
            started = new CountDownLatch(1);
            var before = Thread.getAllStackTraces().keySet();
            var seen = new AtomicReference<String>();
            var caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                var failure =
                                        refused(
                                                Experiment.named("Endless")
                                                        .samples(1000)
                                                        .version("a", version));
                                seen.set(
                                        Thread.currentThread().isInterrupted()
                                                + " "
                                                + failure.getMessage());
                            });
            started.await();
            caller.interrupt();
            caller.join();
            assertEquals("true \"Endless\" was interrupted, so nothing was measured.", seen.get());
            assertNoneLeft(before);
        }
    }

    private static CountDownLatch started;

    /** An executor says that it is closed a moment before its last thread has ended. */
    private static void assertNoneLeft(Set<Thread> before) {
        await().untilAsserted(() ->
                assertEquals(
                        List.of(),
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread ->
                                        !before.contains(thread)
                                                && (thread.getName().startsWith("pool-")
                                                        || thread instanceof Stoppable))
                                .toList()));
    }

    @Test
    void leavesNoThreadBehindWhenAllIsWell() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        Experiment.named("Well").version("a", () -> 1).measure();
        assertNoneLeft(before);
    }

    @Test
    void saysWhatIsMissing() {
        assertTrue(refused(Experiment.named("Empty")).getMessage().contains("has no version"));
        var experiment = Experiment.named("Names").version("a", () -> 1);
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> experiment.version("a", () -> 2))
                        .getMessage()
                        .contains("two versions"));
        assertThrows(IllegalArgumentException.class, () -> experiment.samples(0));
        assertThrows(IllegalArgumentException.class, () -> experiment.warmUps(-1));
    }

    @Test
    void printsOnlyTheLastLineOfProgressWithoutAKernel() throws Exception {
        var printed = Output.of(() -> Experiment.named("Quiet").version("a", () -> 1).measure());
        assertEquals(1, printed.lines().count(), printed);
        assertTrue(printed.startsWith("Quiet: 1 version, 5 samples each, measured in "), printed);
    }

    @Test
    void saysThatAnInterruptedCellStillComputesAndMeasuresAllTheSame() throws Exception {
        var end = new AtomicBoolean();
        var busy =
                Thread.ofPlatform()
                        .name("jjava-exec-1-0")
                        .start(() -> {
                            while (!end.get()) {
                                Thread.onSpinWait();
                            }
                        });
        try {
            // On a machine that is busy with other things it may get no core for a moment.
            await().untilAsserted(() -> {
                var printed =
                        Output.of(() -> Experiment.named("Two").version("a", () -> 1).measure());
                assertTrue(
                        printed.startsWith(
                                "Two: an interrupted cell is still computing and makes these "
                                        + "times longer: restart the kernel.\nTwo: 1 version, "),
                        printed);
            });
        } finally {
            end.set(true);
            busy.join();
        }
    }
}
