package workbench.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class NotebookTest {

    @Test
    void theNameStandsBeforeTheParenthesis() {
        assertEquals("solve", Notebook.nameOf("void solve(int n)"));
        assertEquals("solve", Notebook.nameOf("Map<String, List<int[]>> solve (int n)"));
        assertEquals("a1", Notebook.nameOf("int[] a1(IntFunction<String> job)"));
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Notebook.nameOf("int solve"));
        assertTrue(refused.getMessage().contains("declares no method"), refused.getMessage());
    }

    @Test
    void itIsCalledWithAsManyArgumentsAsTheInterfaceHas() {
        assertEquals("() -> solve()", Notebook.call(Callable.class, "int solve()"));
        assertEquals(
                "(a0, a1) -> solve(a0, a1)",
                Notebook.call(IntBinaryOperator.class, "int solve(int one, int other)"));
        assertEquals(
                "(a0, a1) -> solve(a0, a1)", // its default methods do not count
                Notebook.call(BiFunction.class, "int solve(int one, int other)"));
    }

    @Test
    void aCompilersMessageIsOneLineWithoutJShellsNames() {
        assertEquals(
                "no variable is called Thred",
                Notebook.plain(
                        """
                        cannot find symbol
                          symbol:   variable Thred
                          location: class\s\
                        """));
        assertEquals("';' expected", Notebook.plain("';' expected"));
    }

    @Test
    void parametersAreCountedAndNotTheCommasInTheirTypes() {
        assertEquals(0, Notebook.parameters(" "));
        assertEquals(1, Notebook.parameters("Map<String, List<Integer>> needs"));
        assertEquals(3, Notebook.parameters("int,Map<String, Map<Integer, int[]>>,Runnable"));
    }

    @Test
    void withoutANotebookThereIsNoMethodAndASentence() {
        var found = Notebook.find(Runnable.class, "void solve()", "() -> solve()");
        assertNull(found.value());
        assertEquals("There is no notebook here, and so no solve.", found.problem());
    }
}
