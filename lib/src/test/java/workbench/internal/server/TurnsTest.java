package workbench.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> begun = new ArrayList<>();

    private Turns.Waiting enters(String name) {
        Turns.Waiting waiting = _ -> begun.add(name);
        turns.enter(waiting, 0);
        return waiting;
    }

    @Test
    void allAtOnceUntilItIsOneAtATime() {
        enters("a");
        enters("b");
        assertEquals(List.of("a", "b"), begun);
        turns.oneAtATime(true);
        var c = enters("c");
        var d = enters("d");
        var e = enters("e");
        assertEquals(List.of("a", "b", "c"), begun);
        turns.leave(d); // gives up while it waits
        turns.leave(c);
        assertEquals(List.of("a", "b", "c", "e"), begun);
        turns.oneAtATime(false);
        var f = enters("f"); // behind those that are still in line
        assertEquals(4, begun.size());
        turns.leave(e);
        turns.leave(f);
        enters("g");
        enters("h");
        assertEquals(List.of("a", "b", "c", "e", "f", "g", "h"), begun);
    }
}
