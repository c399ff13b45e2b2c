package workbench.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class NotebookTest {

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
    void aMethodIsCalledWithAsManyArgumentsAsItsTypeHas() {
        assertEquals(
                "(a0, a1) -> bothAtOnce(a0, a1)",
                Notebook.call(BiFunction.class, "void bothAtOnce(Runnable one, Runnable other)"));
    }

    @Test
    void whatIsNoDeclarationHasNoName() {
        assertThrows(IllegalArgumentException.class, () -> Notebook.nameOf("int number"));
    }

    @Test
    void withoutANotebookThereIsNoSolution() {
        var found = Notebook.find(Runnable.class, "void nothing()", "() -> nothing()");
        assertEquals("There is no notebook here, and so no nothing.", found.problem());
    }
}
