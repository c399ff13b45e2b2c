package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CrewTest {

    @Test
    void eachPartHasAThreadOfItsOwnAndTheResultsAreInOrder() throws Exception {
        for (var crew : List.of(Crew.threads(5), Crew.virtualThreads(5))) {
            var barrier = new CyclicBarrier(5);
            var parts =
                    crew.all(part -> {
                        barrier.await(10, TimeUnit.SECONDS);
                        return part;
                    });
            assertEquals(List.of(0, 1, 2, 3, 4), parts);
        }
        assertTrue(
                Crew.virtualThreads(1).all(part -> Thread.currentThread().isVirtual()).getFirst());
        assertFalse(Crew.threads(1).all(part -> Thread.currentThread().isVirtual()).getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2}) // the first, or the last while earlier ones go on
    void aFailureIsPassedOnAndEndsTheOthers(int failing) {
        var interrupted = new AtomicInteger();
        assertFails(() ->
                Crew.threads(3)
                        .all(part -> {
                            failIf(part == failing);
                            return untilInterrupted(interrupted);
                        }));
        assertEquals(2, interrupted.get());
    }

    private static void failIf(boolean failing) throws IOException {
        if (failing) {
            throw new IOException("no part");
        }
    }

    private static void assertFails(Executable work) {
        var failure = assertThrows(ExecutionException.class, work);
        assertEquals("no part", failure.getCause().getMessage());
    }

    @Test
    void moreVirtualThreadsThanCarriersBeginTogetherEveryTime() throws Exception {
        var crew = Crew.virtualThreads(4 * Runtime.getRuntime().availableProcessors());
        for (int round = 0; round < 500; round++) {
            crew.run(_ -> {});
        }
    }

    @Test
    void aPartMayReturnNothing() throws Exception {
        assertEquals(Arrays.asList(null, null), Crew.threads(2).all(_ -> null));
    }

    @Test
    void anInterruptOfTheCallerEndsAll() throws Exception {
        var begun = new CountDownLatch(2);
        var interrupted = new AtomicInteger();
        var caller =
                Thread.ofPlatform()
                        .start(() ->
                                assertThrows(
                                        InterruptedException.class,
                                        () ->
                                                Crew.virtualThreads(2)
                                                        .all(part -> {
                                                            begun.countDown();
                                                            return untilInterrupted(interrupted);
                                                        })));
        begun.await();
        caller.interrupt();
        caller.join();
        assertEquals(2, interrupted.get());
    }

    private static Object untilInterrupted(AtomicInteger interrupted) throws InterruptedException {
        try {
            Thread.sleep(60_000);
            return null;
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        }
    }

    @Test
    void sharesRepetitionsInEqualParts() throws Exception {
        for (int size : List.of(1, 2, 3, 7)) {
            var steps = new AtomicIntegerArray(size);
            Crew.threads(size).share(100_000, steps::incrementAndGet);
            int all = 0;
            for (int i = 0; i < size; i++) {
                all += steps.get(i);
                assertTrue(Math.abs(steps.get(i) - 100_000 / size) <= 1);
            }
            assertEquals(100_000, all);
        }
    }

    @Test
    void repeatsUntilTheTimeIsOverAndCounts() throws Exception {
        var steps = new AtomicIntegerArray(3);
        var counted = Crew.threads(3).during(Duration.ofMillis(50), steps::incrementAndGet);
        assertEquals(List.of(steps.get(0), steps.get(1), steps.get(2)), counted);
        assertTrue(counted.stream().allMatch(times -> times > 0), counted.toString());
        assertEquals(List.of(0), Crew.threads(1).during(Duration.ZERO, _ -> {}));
    }

    @Test
    void aFailureEndsTheOtherRepetitions() {
        assertFails(() -> Crew.threads(2).during(Duration.ofMinutes(5), n -> failIf(n == 1)));
    }

    @Test
    void aFailureEndsTheOtherShares() {
        assertThrows(
                ExecutionException.class,
                () ->
                        Crew.virtualThreads(2)
                                .share(
                                        Integer.MAX_VALUE - 10,
                                        number -> {
                                            if (number == 1) {
                                                throw new IllegalStateException();
                                            }
                                            Thread.onSpinWait();
                                        }));
    }

    @Test
    void aCrewOfNobodyIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Crew.threads(0));
        assertThrows(IllegalArgumentException.class, () -> Crew.virtualThreads(0));
    }
}
