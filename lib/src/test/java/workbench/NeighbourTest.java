package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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

    @Test
    void theNeighbourComesHalfwayAndEachSampleCountsForItsLetter() throws Exception {
        var there = new ArrayList<Boolean>();
        var results = Neighbour.comesHalfway("AABB", () -> there.add(!there().isEmpty()));
        assertEquals(List.of(false, false, true, true), there);
        assertEquals(List.of("A", "B"), List.copyOf(results.names()));
        assertEquals("AABB", results.title());
        assertEquals(List.of(), there());
    }
}
