package workbench.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JShell, as in a notebook: a cell that is run again replaces what it opened. */
@Tag("slow")
public class OpenedTest {
    private static final Map<String, Integer> OPEN = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final JShell shell = JShell.builder().executionEngine("local").build();

    /** A backend that only tells whether it is open. */
    private record Told(String base) implements Backend {
        Told {
            OPEN.merge(base, 1, Integer::sum);
        }

        @Override
        public String command(String line) {
            return base + " " + line;
        }

        @Override
        public void close() {
            OPEN.merge(base, -1, Integer::sum);
        }
    }

    /** Called from the shell. */
    public static Opened open(String name) {
        return new Opened(Opened.class, () -> new Told(name + NUMBER.incrementAndGet()));
    }

    private static List<String> open() {
        return OPEN.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void run(String cell) {
        for (var rest = cell; !rest.isBlank(); ) {
            var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (var event : shell.eval(next.source())) {
                assertTrue(
                        event.exception() == null && event.status() != Snippet.Status.REJECTED,
                        event.toString());
            }
            rest = next.remaining();
        }
    }

    @BeforeEach
    void prepare() {
        OPEN.clear();
        NUMBER.set(0);
        run(
                "import static workbench.internal.server.OpenedTest.open;"
                        + "import workbench.internal.server.Opened;");
    }

    @AfterEach
    void restAll() {
        Opened.restAll();
        shell.close();
        assertEquals(List.of(), open());
    }

    @Test
    void whatACellRunAgainReplacesIsClosed() {
        for (int i = 0; i < 20; i++) {
            run("Opened far = open(\"far\"); var near = open(\"near\");");
        }
        assertEquals(List.of("far39", "near40"), open());
    }

    @Test
    void whatAMethodOpensForAVariableBelongsToThatVariable() {
        run("Opened troubled() { return open(\"t\"); }");
        for (int i = 0; i < 3; i++) {
            run("Opened one = troubled();");
        }
        assertEquals(List.of("t3"), open());
    }

    @Test
    void anotherDeclarationOfTheVariableReplacesTooWhateverIsInItsCell() {
        run("Opened far = open(\"far\");");
        run("var far = open(\"far\"); far.base()");
        run("Object far = open(\"far\");");
        assertEquals(List.of("far3"), open());
    }

    @Test
    void nothingElseIsClosed() {
        open("outside");
        run("Opened far = open(\"far\");");
        for (int i = 0; i < 2; i++) {
            run("open(\"value\")");
            run("Opened other = far, another = open(\"another\");");
            run("var two = java.util.List.of(open(\"one\"), open(\"two\"));");
            run("var list = new java.util.ArrayList<Opened>(); list.add(open(\"added\"));");
        }
        assertEquals(
                List.of(
                        "added12",
                        "added7",
                        "another9",
                        "far2",
                        "one10",
                        "one5",
                        "outside1",
                        "two11",
                        "two6",
                        "value3",
                        "value8"),
                open());
    }

    @Test
    void whatWasReplacedOpensAnewWhenItIsUsed() {
        run("Opened far = open(\"far\"); var kept = far; Opened far = open(\"far\");");
        assertEquals(List.of("far2"), open());
        run("kept.base()");
        assertEquals(List.of("far2", "far3"), open());
    }
}
