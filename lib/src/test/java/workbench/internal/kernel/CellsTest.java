package workbench.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

    /** Notes a cell that declares the method for certain, then this one: is it the newest? */
    private static boolean declares(String cell) {
        Cells.note("void solve(int before) {}");
        Cells.note(cell);
        return Cells.declaring("solve").equals(Optional.of(cell));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void solve() {}",
                "void solve(int n) {\n    // no end",
                "import java.util.*;\n\nList<String> solve(int n) { return null; }",
                "String helper() { return \"\"; }\nint[] solve(int n) { return null; }",
                "public static void solve () {}",
                "Map<String, List<int[]>>solve() { return null; }",
                "int[]solve() { return null; }",
                "<T> T solve(T one) { return one; }",
                "@Deprecated void solve() {}",
                "SortedMap<Integer, String> solve(int n,\n        IntFunction<String> job)\n"
                        + "        throws Exception {",
                "void\nsolve() {}"
            })
    void aCellThatBeginsToDeclareTheMethodIsFound(String cell) {
        assertEquals(true, declares(cell), cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "solve(3);",
                "solve(3)",
                "int n = solve(3);",
                "return solve(3);",
                "new solve(3)",
                "var n = solve(3);",
                "System.out.println(solve(3));",
                "// void solve() {}",
                "void other() {\n    int n = solve(3);\n    solve(4);\n}",
                "void resolve() {}",
                "void solved() {}",
                "void solve2() {}",
                "Exercises.check(\"01.1\");",
                "for (int i = 0; i < 3; i++) solve(i);",
                "if (true) solve(3);",
                ""
            })
    void aCellThatOnlyCallsTheMethodIsNot(String cell) {
        assertEquals(false, declares(cell), cell);
    }

    @Test
    void theNewestIsTaken() {
        Cells.note("void newest() { one(); }");
        Cells.note("void newest() { two(); }");
        Cells.note("newest();");
        assertEquals("void newest() { two(); }", Cells.declaring("newest").orElseThrow());
    }

    @Test
    void aNameIsNoPattern() {
        Cells.note("void any() {}");
        assertEquals(Optional.empty(), Cells.declaring("a.y"));
    }

    @Test
    void notAllCellsAreKept() {
        Cells.note("void first() {}");
        for (int i = 0; i < 1_000; i++) {
            Cells.note("int i" + i + ";");
        }
        assertEquals(Optional.empty(), Cells.declaring("first"));
    }
}
