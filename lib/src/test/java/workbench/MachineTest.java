package workbench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void memoryInUseCountsWhatIsOutsideTheHeap() {
        var before = Machine.inUse().orElseThrow();
        var outside = ByteBuffer.allocateDirect(128 << 20);
        for (int i = 0; i < outside.capacity(); i += 1024) outside.put(i, (byte) 1);
        var more = Machine.inUse().orElseThrow() - before;
        Reference.reachabilityFence(outside);
        assertTrue(more > 100 << 20, "only " + more + " bytes more");
    }

    @Test
    void tellsNoPathAndNoName() throws Exception {
        var told = Machine.grid().toString();
        assertFalse(told.contains(System.getProperty("user.home")), told);
        assertFalse(told.contains(InetAddress.getLocalHost().getHostName()), told);
    }
}
