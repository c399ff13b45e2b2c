package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbench.TestRun.End;

@Timeout(60)
class TestRunTest {

    // The classes that are run here are nested and static, as those of a cell are for JShell.
    // Surefire does not run nested static classes by itself.
    static class Mixed {
        @Test
        void adds() {
            assertEquals(2, 1 + 1);
        }

        @Test
        void breaksOff() {
            throw new IllegalArgumentException("a <b> & c.");
        }

        @Test
        void compares() {
            assertEquals("<b>", "b", "the tag");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void doubles(int number) {
            assertEquals(2, 2 * number);
        }

        @Test
        @Disabled("not today")
        void rests() {}

        @Test
        void supposes() {
            assumeTrue(false, "no such machine");
        }
    }

    @Test
    void everyTestHasOneLineWithoutAStackTrace() throws Exception {
        var run = TestRun.of(Mixed.class);
        assertEquals(
                List.of(
                        "adds",
                        "breaksOff",
                        "compares",
                        "doubles [1] 1",
                        "doubles [2] 2",
                        "rests",
                        "supposes"),
                run.outcomes().stream().map(TestRun.Outcome::test).toList());
        assertEquals(
                List.of(
                        "",
                        "IllegalArgumentException: a <b> & c",
                        "the tag, expected: <<b>> but was: <b>",
                        "",
                        "expected: <2> but was: <4>",
                        "not today",
                        "Assumption failed: no such machine"),
                run.outcomes().stream().map(TestRun.Outcome::seen).toList());
        assertEquals(3, run.failed());
        var text = Output.of(() -> Show.tests(run));
        assertTrue(text.startsWith("Mixed: 2 passed, 3 failed, 2 skipped\n"), text);
        assertEquals(9, text.lines().count(), text);
        assertTrue(text.contains("✗ failed"), text);
    }

    static class Fine {
        @Test
        void adds() {
            assertEquals(2, 1 + 1);
        }
    }

    @Test
    void whereAllPassedNothingMoreIsSaidThanTheTimes() {
        var grid = TestRun.of(Fine.class).grid();
        assertEquals("Fine: 1 passed", grid.title());
        assertEquals(3, grid.headings().size());
        assertEquals(List.of("adds", "✓ passed"), grid.rows().getFirst().subList(0, 2));
    }

    @Test
    void whatATestSaysIsEscapedInHtml() {
        var html = TestRun.of(Mixed.class).grid().html();
        assertTrue(html.contains("The tag, expected: &lt;&lt;b&gt;&gt; but was: &lt;b&gt;."), html);
        assertFalse(html.contains("<b>"), html);
    }

    static class Repeated {
        private static int runs;

        @BeforeAll
        static void begin() {
            runs = 0;
        }

        @RepeatedTest(1000)
        void everyThird() {
            assertTrue(++runs % 3 != 0, "a third");
        }
    }

    @Test
    void repetitionsShareARow() {
        var run = TestRun.of(Repeated.class);
        assertEquals(1000, run.outcomes().size());
        assertTrue(run.outcomes().stream().allMatch(one -> one.test().equals("everyThird")));
        assertEquals(333, run.failed());
        assertEquals(Map.of(0, 0, 400, 133, 800, 266), run.failedSoFar(400));
        assertEquals(End.FAILED, run.outcomes().get(2).end());
        var rows = run.grid().rows();
        assertEquals(1, rows.size());
        assertEquals("everyThird, 1,000 times", rows.getFirst().getFirst());
        assertEquals(
                "333 of 1,000 failed; the first: A third, expected: <true> but was: <false>.",
                rows.getFirst().getLast());
    }

    @Test
    void codeIsRepeatedWithoutJUnit() {
        var runs = new AtomicInteger();
        var run =
                TestRun.repeat(
                        "every third",
                        1_000,
                        () -> {
                            if (runs.incrementAndGet() % 3 == 0) {
                                throw new ExecutionException(new AssertionError("a third"));
                            }
                        });
        assertEquals(333, run.failed());
        assertEquals(Map.of(0, 0, 500, 166, 1_000, 333), run.failedSoFar(500));
        assertEquals("every third: 667 passed, 333 failed", run.grid().title());
        assertEquals(
                List.of("every third, 1,000 times", "✗ failed"),
                run.grid().rows().getFirst().subList(0, 2));
        assertEquals(
                "333 of 1,000 failed; the first: A third.", run.grid().rows().getFirst().getLast());
        assertThrows(IllegalArgumentException.class, () -> TestRun.repeat("never", 0, () -> {}));
    }

    @Test
    void codeThatIsRepeatedCanBeInterrupted() throws Exception {
        var begun = new CountDownLatch(1);
        var waiting =
                new FutureTask<>(() ->
                        assertThrows(
                                IllegalStateException.class,
                                () ->
                                        TestRun.repeat(
                                                "waits",
                                                2,
                                                () -> {
                                                    begun.countDown();
                                                    new CountDownLatch(1).await();
                                                })));
        var thread = Thread.ofPlatform().start(waiting);
        begun.await();
        thread.interrupt();
        assertEquals("The tests were interrupted.", waiting.get().getMessage());
    }

    @Test
    void severalRunsShareATable() throws Exception {
        var one = TestRun.repeat("fine", 1, () -> {});
        var two = TestRun.repeat("broken", 2, () -> fail("a leg"));
        var text = Output.of(() -> Show.tests(one, two));
        assertTrue(text.startsWith("fine: 1 passed; broken: 2 failed\n"), text);
        assertEquals(3 + 1, text.lines().filter(line -> !line.isBlank()).count(), text);
        assertTrue(Output.of(() -> Show.failedSoFar(1, one, two)).contains("your guess"));
        assertThrows(IllegalArgumentException.class, () -> Show.failedSoFar(1));
    }

    @Timeout(value = 50, unit = TimeUnit.MILLISECONDS)
    @ExtendWith(WhereItStands.class)
    static class Stuck {
        @Test
        void hears() throws Exception {
            new CompletableFuture<String>().get();
        }

        @Test
        void hearsNothing() {
            new CompletableFuture<String>()
                    .completeOnTimeout("", 300, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    @Test
    void whereATestStandsIsPrintedWhenItsTimeIsUp() throws Exception {
        var run = new AtomicReference<TestRun>();
        var text = Output.of(() -> run.set(TestRun.of(Stuck.class)));
        assertEquals(2, run.get().failed());
        assertTrue(
                text.contains(
                        "hearsNothing() is late. It stands in CompletableFuture.join, called by"
                                + " TestRunTest$Stuck.hearsNothing, WAITING."),
                text);
        assertTrue(run.get().outcomes().getLast().time().toMillis() >= 300, "join goes on");
    }

    static class FailsBefore {
        @BeforeAll
        static void begin() {
            fail("no table is laid");
        }

        @Test
        void eats() {}
    }

    static class Private {
        @Test
        private void secret() {}
    }

    @Test
    void aClassThatCannotBeRunFailsAndIsNoError() throws Exception {
        var run = TestRun.of(FailsBefore.class, Mixed.class);
        assertEquals(
                new Seen("FailsBefore", End.FAILED, "no table is laid"),
                Seen.of(run.outcomes().getFirst()));
        assertEquals("Mixed.adds", run.outcomes().get(1).test());
        assertTrue(run.grid().title().startsWith("FailsBefore and Mixed: "));
        var wrong = TestRun.of(Private.class).outcomes();
        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().seen().contains("must not be private"), "" + wrong);
    }

    record Seen(String test, End end, String seen) {
        static Seen of(TestRun.Outcome outcome) {
            return new Seen(outcome.test(), outcome.end(), outcome.seen());
        }
    }

    static class Empty {}

    @Test
    void aClassWithoutATestIsRefusedWithWhatToDo() {
        assertEquals(
                "There is no test in Empty: put @Test before a method that returns nothing.",
                assertThrows(IllegalStateException.class, () -> TestRun.of(Empty.class))
                        .getMessage());
    }

    static class Slow {
        static final CountDownLatch begun = new CountDownLatch(1);
        static final AtomicInteger runs = new AtomicInteger();

        @BeforeEach
        void count() {
            runs.incrementAndGet();
        }

        @RepeatedTest(100)
        void waitsForEver() throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
        }
    }

    @Test
    void anInterruptEndsAllTests() throws Exception {
        var runner = Thread.currentThread();
        var other =
                Thread.startVirtualThread(() -> {
                    try {
                        Slow.begun.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    runner.interrupt();
                });
        assertEquals(
                "The tests were interrupted.",
                assertThrows(IllegalStateException.class, () -> TestRun.of(Slow.class))
                        .getMessage());
        assertTrue(Thread.interrupted());
        assertTrue(Slow.runs.get() < 100, "tests begun: " + Slow.runs);
        other.join();
    }

    @Test
    void theCodeOfATestFailsWheneverItThrows() throws Exception {
        var runs = new AtomicInteger();
        assertEquals(
                4,
                TestRun.failures(
                        10,
                        () -> {
                            int run = runs.incrementAndGet();
                            assertTrue(run > 2);
                            if (run == 7) {
                                throw new IOException();
                            }
                            if (run == 8) {
                                throw new StackOverflowError();
                            }
                        }));
        assertEquals(10, runs.get());
    }

    @Test
    void theLastFailureHasItsReason() throws Exception {
        var runs = new AtomicInteger();
        assertEquals(
                new TestRun.Failing(2, "IOException: no booth"),
                TestRun.failing(
                        3,
                        () -> {
                            switch (runs.incrementAndGet()) {
                                case 1 -> fail("first");
                                case 2 -> throw new IOException("no booth.");
                                default -> {}
                            }
                        }));
        assertEquals(new TestRun.Failing(0, ""), TestRun.failing(3, () -> {}));
        assertThrows(
                OutOfMemoryError.class,
                () ->
                        TestRun.failing(
                                1,
                                () -> {
                                    throw new OutOfMemoryError("full");
                                }));
    }

    @Test
    void anInterruptEndsTheCodeOfATest() {
        assertThrows(
                InterruptedException.class,
                () ->
                        TestRun.failures(
                                10,
                                () -> {
                                    throw new InterruptedException();
                                }));
        var runs = new AtomicInteger();
        assertThrows(
                InterruptedException.class,
                () ->
                        TestRun.failures(
                                10,
                                () -> {
                                    runs.incrementAndGet();
                                    Thread.currentThread().interrupt();
                                    fail("told otherwise");
                                }));
        assertTrue(Thread.interrupted());
        assertEquals(1, runs.get());
    }

    @Test
    void whatAFutureFailedWithIsTheReason() {
        assertEquals(
                "expected: <1> but was: <2>",
                TestRun.reason(
                        new CompletionException(new AssertionError("expected: <1> but was: <2>"))));
    }

    @Test
    void namesOfJShellAreLeftOut() {
        assertEquals(
                "Condition with Lambda expression in Mail was not fulfilled",
                TestRun.reason(
                        new AssertionError(
                                "Condition with\nLambda expression in REPL.$JShell$12B$Mail was not "
                                        + "fulfilled.")));
        assertEquals("AssertionError", TestRun.reason(new AssertionError()));
    }
}
