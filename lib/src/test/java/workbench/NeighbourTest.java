package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourTest {

    private static List<Thread> there() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("neighbour "))
                .toList();
    }

    @Test
    void theNeighbourComesAndGoes() {
        assertEquals(List.of(), there());
        try (var neighbour = new Neighbour()) {
            assertEquals(List.of(), there());
            neighbour.come();
            neighbour.come();
            assertEquals(2 * Machine.cores(), there().size());
        }
        assertEquals(List.of(), there());
    }

    @Test
    void whoHasGoneDoesNotComeBackAndAnInterruptIsKept() {
        var neighbour = new Neighbour();
        neighbour.come();
        Thread.currentThread().interrupt();
        neighbour.close();
        assertTrue(Thread.interrupted());
        neighbour.come();
        assertEquals(List.of(), there());
    }
}
