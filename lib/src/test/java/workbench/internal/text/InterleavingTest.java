package workbench.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import workbench.internal.text.Interleaving.Step;

class InterleavingTest {

    static final String REPORT =
            """
            Exception in thread "main" org.example.AssertionError:
            = Invalid execution results =
            | ------------------- |
            | Thread 1 | Thread 2 |
            | ------------------- |
            | get(): 2 | get(): 1 |
            | ------------------- |

            The following interleaving leads to the error:
            | --------------------------------------- |
            | Thread 1 |           Thread 2           |
            | --------------------------------------- |
            | get(): 1 |                              |
            | --------------------------------------- |

            Detailed trace:
            | ------------------------------------------------------------------- |
            |             Thread 1             |             Thread 2             |
            | ------------------------------------------------------------------- |
            |                                  | get(): 2                         |
            |                                  |   value ➜ null at A.get(A.java:9)|
            |                                  |   switch                         |
            | get(): 1                         |                                  |
            |   value = 1 at A.get(A.java:10)  |                                  |
            |   result: 1                      |                                  |
            |                                  |   value = 2 at A.get(A.java:10)  |
            | ------------------------------------------------------------------- |

            \tat org.example.Main.main(Unknown Source)
            """;

    @Test
    void theTableOfAllStepsIsRead() {
        var found = Interleaving.of(REPORT);
        assertEquals(List.of("Thread 1", "Thread 2"), found.threads());
        assertEquals(
                List.of(
                        new Step(1, 0, "get(): 2"),
                        new Step(1, 1, "value ➜ null"),
                        new Step(0, 0, "get(): 1"),
                        new Step(0, 1, "value = 1"),
                        new Step(0, 1, "result: 1"),
                        new Step(1, 1, "value = 2")),
                found.steps());
    }

    @Test
    void withoutATableThereIsNothing() {
        assertEquals(List.of(), Interleaving.of("").steps());
        assertEquals(List.of(), Interleaving.of("| a | b |\n").threads());
    }

    @Test
    void theWordsNameWhoDoesWhat() {
        var order =
                new Interleaving(
                        List.of("A", "B"),
                        List.of(
                                new Step(0, 0, "looks"),
                                new Step(1, 0, "looks"),
                                new Step(1, 1, "writes"),
                                new Step(0, 1, "writes")));
        assertEquals("A: looks. B: looks; writes. A: writes.", order.words());
    }
}
