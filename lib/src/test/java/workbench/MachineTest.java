package workbench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    @SuppressWarnings("ReachabilityFenceUsage") // it is held up to there, and then no more
    void heapHeldCountsWhatIsReferredToAndNothingElse() {
        var before = Machine.heapHeld();
        var held = new byte[100][1_000_000];
        var with = Machine.heapHeld() - before;
        for (int i = 0; i < 300; i++) held[i % 100] = new byte[1_000_000]; // garbage: 300 MB
        var again = Machine.heapHeld() - before;
        Reference.reachabilityFence(held);
        held = null;
        var without = Machine.heapHeld() - before;
        // Others use the heap as well, so that some megabytes more or less prove nothing.
        assertTrue(with > 50e6 && with < 150e6, with + " bytes more with 100 MB held");
        assertTrue(again > 50e6 && again < 150e6, again + " bytes more after 300 MB of garbage");
        assertTrue(without < 50e6, without + " bytes more with nothing held");
    }

    @Test
    void memoryInUseCountsWhatIsOutsideTheHeap() {
        // A collector may give memory back meanwhile, also long after a collection: look again.
        long more = 0;
        for (int i = 0; i < 30 && more <= 100 << 20; i++) {
            more = Math.max(more, moreInUseWith(128 << 20));
        }
        assertTrue(more > 100 << 20, "only " + more + " bytes more");
    }

    private static long moreInUseWith(long bytes) {
        var before = Machine.inUse().orElseThrow();
        try (var arena = Arena.ofConfined()) {
            arena.allocate(bytes).fill((byte) 1);
            return Machine.inUse().orElseThrow() - before;
        }
    }

    @Test
    void tellsNoPathAndNoName() throws Exception {
        var told = Machine.grid().toString();
        assertFalse(told.contains(System.getProperty("user.home")), told);
        assertFalse(told.contains(InetAddress.getLocalHost().getHostName()), told);
    }
}
