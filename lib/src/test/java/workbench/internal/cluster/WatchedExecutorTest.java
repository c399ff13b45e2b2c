package workbench.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workbench.Timeline;

class WatchedExecutorTest {
    /** A cell may close what it uses: the default of {@code close()} would wait for ever. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closingItEndsAtOnceAndEndsNothing() {
        var executor = new WatchedExecutor(null, null, new Timeline(""), List.of());
        try (executor) {
            assertFalse(executor.isShutdown());
        }
        assertFalse(executor.isShutdown());
    }
}
