package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A model checker that cannot rewrite a class would find nothing wrong in it: so it has to find.
 */
@Tag("slow")
class LincheckTest {

    private static Program checking(String modifier) {
        return Program.java(
                        "Checked",
                        """
                        import org.jetbrains.lincheck.datastructures.*;

                        public class Checked {
                            int loads;
                            Integer value;
                            @Operation public %s Integer get() {
                                if (value == null)
                                    value = ++loads;
                                return value;
                            }
                            public static void main(String[] args) {
                                new ModelCheckingOptions().actorsBefore(0).iterations(3)
                                        .invocationsPerIteration(200).check(Checked.class);
                            }
                        }
                        """
                                .formatted(modifier))
                .with("lincheck");
    }

    @Test
    void itFindsTheOrderInWhichAClassFails() throws Exception {
        var said = Output.of(() -> Show.interleaving("Checked", checking("")));
        assertTrue(said.startsWith("Interleaving of Checked. Thread "), said);
        assertTrue(said.contains("Thread 1: ") && said.contains("Thread 2: "), said);
        assertTrue(said.contains("value = 2"), said);
        assertFalse(said.contains("Checked.java"), said);
    }

    @Test
    void whereThereIsNoneItSaysSo() throws Exception {
        assertEquals(
                "Checked: no order was found that fails.\n",
                Output.of(() -> Show.interleaving("Checked", checking("synchronized"))));
    }

    @Test
    void aCheckerThatDoesNotRunSaysWhy() throws Exception {
        var run =
                new Program.Run(
                        Program.End.OUT_OF_TIME,
                        -1,
                        "",
                        "",
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        "It was ended after 1 s.");
        assertEquals(
                "Checked: It was ended after 1 s.\n",
                Output.of(() -> Show.interleaved("Checked", run)));
    }
}
