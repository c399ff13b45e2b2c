package workbench.internal.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import workbench.internal.text.Interleaving;
import workbench.internal.text.Interleaving.Step;

/** That no label is cut or hidden, {@link Sheet#picture} itself asserts. */
class InterleavingChartTest {

    private static Interleaving of(int threads, int steps, String what) {
        var all = new ArrayList<Step>();
        IntStream.range(0, steps).forEach(i -> all.add(new Step(i * i % threads, i % 9, what + i)));
        return new Interleaving(
                IntStream.range(0, threads).mapToObj(i -> "Thread " + (i + 1)).toList(), all);
    }

    @Test
    void everyStepIsWrittenWhateverItsLength() {
        for (var what :
                List.of("get() ", "aVeryLongMethodName".repeat(6), "value = null ".repeat(9))) {
            for (int threads : List.of(1, 2, 5)) {
                var picture = Charts.interleaving("Lazy", of(threads, 12, what));
                assertEquals(760, picture.width());
                assertTrue(picture.alt().contains(what + "11"), picture.alt());
            }
        }
    }

    @Test
    void aLongerOneIsHigher() {
        var few = Charts.interleaving("few", of(2, 2, "step ")).image();
        var many = Charts.interleaving("many", of(2, 20, "step ")).image();
        assertTrue(many.getHeight() > few.getHeight() + 18 * 30);
    }

    @Test
    void nothingCannotBeDrawn() {
        var nothing = new Interleaving(List.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> Charts.interleaving("nothing", nothing));
    }
}
