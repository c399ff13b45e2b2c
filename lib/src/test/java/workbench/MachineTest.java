package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MachineTest {

    /** Others use the memory of this JVM as well, and a collector has its own time: look again. */
    private static boolean inOneOfTwentyTries(BooleanSupplier holds) {
        for (int i = 0; i < 20; i++) {
            if (holds.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    @Tag("slow")
    @Test
    @SuppressWarnings("ReachabilityFenceUsage") // it is held up to there, and then no more
    void heapHeldCountsWhatIsReferredToAndNothingElse() {
        var seen = new ArrayList<List<Long>>();
        assertTrue(
                inOneOfTwentyTries(() -> {
                    var before = Machine.heapHeld();
                    var held = new byte[100][1_000_000];
                    var with = Machine.heapHeld() - before;
                    for (int i = 0; i < 300; i++) {
                        held[i % 100] = new byte[1_000_000]; // garbage: 300 MB
                    }
                    var again = Machine.heapHeld() - before;
                    Reference.reachabilityFence(held);
                    held = null;
                    var without = Machine.heapHeld() - before;
                    seen.add(List.of(with, again, without));
                    return with > 80e6
                            && with < 120e6
                            && again > 80e6
                            && again < 120e6
                            && without < 20e6;
                }),
                () -> "bytes more with 100 MB held, after 300 MB of garbage, with none: " + seen);
    }

    /** A JVM that holds next to nothing. */
    static final class Idle {
        public static void main(String[] args) {
            System.out.println(Machine.heapHeld());
        }
    }

    @Test
    void heapHeldLeavesOutTheBuffersThatThreadsGetForTheirNextObjects() throws Exception {
        var process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseParallelGC",
                                "-Xms1g",
                                "-Xmx1g",
                                "-XX:TLABSize=64m",
                                "-XX:-ResizeTLAB",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Idle.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertEquals(0, process.waitFor());
        assertTrue(Long.parseLong(said) < 32_000_000, said + " bytes");
    }

    @Test
    void thereIsRoomForAFewConnectionsAndNotForMoreThanThereArePorts() {
        assumeTrue(Machine.openFiles() > 3_000, "this system allows few open files");
        assertTrue(Machine.roomFor(100));
        assertFalse(Machine.roomFor(65_536));
        assertTrue(Machine.openFiles() < 14_000 || Machine.roomFor(12_000));
        assertTrue(Machine.roomFor(300, 1_024, 28_000), "all that is asked for at small size");
        assertFalse(Machine.roomFor(10_000, 10_240, 28_000));
        assertFalse(Machine.roomFor(10_000, 20_000, 11_000));
    }

    @Test
    void memoryInUseCountsWhatIsOutsideTheHeap() {
        var system = System.getProperty("os.name");
        if (system.equals("Linux") || system.startsWith("Mac")) {
            assertTrue(Machine.inUse().isPresent());
        }
        assumeTrue(Machine.inUse().isPresent(), "this system does not say what is in use");
        assertTrue(inOneOfTwentyTries(() -> moreInUseWith(128 << 20) > 100 << 20));
    }

    @Test
    void memoryOfItsOwnIsPartOfWhatIsInUse() {
        var alone = Machine.inUseAlone();
        assumeTrue(alone.isPresent(), "this system does not say what is private");
        assertTrue(alone.getAsLong() > 10 << 20, "a JVM's own: " + alone);
        assertTrue(
                inOneOfTwentyTries(
                        () -> Machine.inUseAlone().orElseThrow() <= Machine.inUse().orElseThrow()));
    }

    @Test
    void meteringCountsTheCpuTimeOfAllThreadsAndNotTheWaiting() throws Exception {
        var waited =
                Machine.meter(() -> {
                    Thread.sleep(300);
                    return null;
                });
        assertTrue(waited.time().toMillis() >= 300, waited.toString());
        var computed = Machine.meter(() -> BigInteger.valueOf(150_001).pow(150_001));
        assertTrue(computed.cpu().isPositive(), computed.toString());
        assertTrue(computed.coresAtWork() > 0, computed.toString());
        var half = new Machine.Metered(Duration.ofMillis(400), Duration.ofMillis(200));
        assertEquals(.5, half.coresAtWork());
        assertEquals("400 ms, CPU time 200 ms, cores at work 0.50", half.toString());
        assertEquals(0, new Machine.Metered(Duration.ZERO, Duration.ZERO).coresAtWork());
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        var failure = new IOException("no");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () ->
                                Machine.meter(() -> {
                                    throw failure;
                                })));
    }

    private static long moreInUseWith(long bytes) {
        var before = Machine.inUse().orElseThrow();
        try (var arena = Arena.ofConfined()) {
            arena.allocate(bytes).fill((byte) 1);
            return Machine.inUse().orElseThrow() - before;
        }
    }

    @Test
    void tellsNoPathAndNoName() {
        var number = "[\\d,.]+";
        var shapes =
                List.of(
                        "\\d[\\w.+-]*",
                        "none",
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        number,
                        number + " [MG]iB",
                        number + " [MG]iB",
                        number + "|no limit known",
                        "small|full");
        var row = Machine.grid().rows().getFirst();
        assertEquals(shapes.size(), row.size());
        for (int i = 0; i < row.size(); i++) {
            assertTrue(row.get(i).matches(shapes.get(i)), row.get(i) + " is no " + shapes.get(i));
        }
    }
}
