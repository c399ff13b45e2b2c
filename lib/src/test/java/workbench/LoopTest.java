package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {

    private final List<String> told = new ArrayList<>();

    private void tell(Object value, Throwable failure) {
        told.add(failure == null ? "" + value : failure.getClass().getSimpleName());
    }

    @Test
    void runsCallbacksInTheirOrder() throws Exception {
        try (var loop = new Loop()) {
            loop.comeBack(() -> {
                told.add("first");
                loop.comeBack(() -> told.add("third"));
            });
            loop.comeBack(() -> told.add("second"));
            loop.run();
        }
        assertEquals(List.of("first", "second", "third"), told);
    }

    @Test
    void runsTimersWhenDueAndNoneThatWasTakenAway() throws Exception {
        var delay = Duration.ofMillis(20);
        long start = System.nanoTime();
        try (var loop = new Loop()) {
            var far = loop.after(Duration.ofSeconds(50), () -> told.add("far"));
            loop.after(
                    delay,
                    () -> {
                        told.add("near");
                        far.run();
                    });
            loop.after(Duration.ZERO, () -> told.add("taken away")).run();
            loop.run();
        }
        assertTrue(System.nanoTime() - start >= delay.toNanos());
        assertEquals(List.of("near"), told);
    }

    @Test
    void anErrorInACallbackDoesNotEndIt() throws Exception {
        var printed =
                Output.of(() -> {
                    try (var loop = new Loop()) {
                        loop.comeBack(() -> {
                            throw new AssertionError("broken");
                        });
                        loop.comeBack(() -> told.add("next"));
                        loop.run();
                    }
                });
        assertTrue(printed.contains("AssertionError: broken"), printed);
        assertEquals(List.of("next"), told);
    }

    @Test
    void anInterruptEndsItAndIsTaken() throws Exception {
        try (var loop = new Loop()) {
            loop.after(Duration.ofSeconds(50), () -> {});
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, loop::run);
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void asksForGenresAndTellsEachFailure() throws Exception {
        try (var service = GenreService.local();
                var loop = new Loop()) {
            service.latency(Duration.ofMillis(20));
            service.fault(2, Fault.closed());
            service.fault(3, Fault.stalledBody());
            loop.get(service, 1, this::tell);
            loop.run();
            loop.get(service, 2, this::tell);
            loop.run();
            loop.get(service, 3, Duration.ofMillis(200), this::tell);
            loop.run();
        }
        assertEquals(3, told.size(), "" + told);
        assertEquals(List.of("IOException", "TimeoutException"), told.subList(1, 3));
    }

    @Test
    void jobsComeBackWithValueOrFailure() throws Exception {
        try (var loop = new Loop()) {
            loop.<String>elsewhere(Thread::startVirtualThread, () -> "done", this::tell);
            loop.run();
            loop.<String>elsewhere(
                    Thread::startVirtualThread,
                    () -> {
                        throw new AssertionError("broken");
                    },
                    this::tell);
            loop.run();
            loop.<String>elsewhere(
                    job -> {
                        throw new IllegalStateException("refused");
                    },
                    () -> "never",
                    this::tell);
            loop.run();
        }
        assertEquals(List.of("done", "AssertionError", "IllegalStateException"), told);
    }

    @Test
    void closingItInterruptsJobsThatAreAway() throws Exception {
        var begun = new CountDownLatch(1);
        var seen = new AtomicReference<Throwable>();
        var ended = new CountDownLatch(1);
        try (var loop = new Loop()) {
            loop.elsewhere(
                    Thread::startVirtualThread,
                    () -> {
                        begun.countDown();
                        try {
                            Thread.sleep(Duration.ofSeconds(50));
                        } catch (InterruptedException e) {
                            seen.set(e);
                        } finally {
                            ended.countDown();
                        }
                    });
            assertTrue(begun.await(10, TimeUnit.SECONDS));
        }
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, seen.get());
    }

    @Test
    void aConnectThatFailsAtOnceLeavesNoChannelOpen() throws Exception {
        var ready = new ArrayDeque<Step>();
        try (var selector = Selector.open()) {
            var talk = new Talk(selector, ready, this::tell);
            talk.connect(InetSocketAddress.createUnresolved("nowhere", 80), () -> {});
            assertFalse(talk.channel().isOpen());
            talk.fail(new TimeoutException());
            assertEquals(1, ready.size());
            ready.remove().run();
        }
        assertEquals(List.of("UnresolvedAddressException"), told);
    }

    @Test
    void aStepIsDoneOnceWhenThereIsAConnection() throws Exception {
        var ready = new ArrayDeque<Step>();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var selector = Selector.open()) {
            var talk = new Talk(selector, ready, this::tell);
            talk.connect(server.getLocalSocketAddress(), () -> told.add("connected"));
            assertEquals(List.of(), told);
            for (int turn = 0; turn < 3; turn++) {
                selector.select(key -> ready.add((Step) key.attachment()), turn == 0 ? 5_000 : 20);
                while (!ready.isEmpty()) {
                    ready.remove().run();
                }
            }
            assertTrue(Talk.anyOn(selector), "it is watched as long as it has not ended");
            talk.fail(new TimeoutException());
            ready.remove().run();
        }
        assertEquals(List.of("connected", "TimeoutException"), told);
    }

    @Test
    void aTalkThatHasEndedRunsWhatComesLaterAtOnce() throws IOException {
        try (var selector = Selector.open()) {
            var talk = new Talk(selector, new ArrayDeque<>(), this::tell);
            talk.atEnd(() -> told.add("before"));
            talk.end("doom polka");
            talk.atEnd(() -> told.add("after"));
        }
        assertEquals(List.of("before", "after"), told);
    }

    @Test
    void ticksNoteHowLateTheyAre() throws Exception {
        try (var loop = new Loop()) {
            var late = Ticks.lateness(loop::after);
            loop.run();
            assertEquals(51, late.size());
            assertTrue(late.values().stream().allMatch(each -> each > -2), "" + late);
        }
    }
}
