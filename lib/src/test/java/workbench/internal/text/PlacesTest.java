package workbench.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    @ParameterizedTest
    @ValueSource(strings = {"My Courses #1 +%20", "a b", "100%", "x?y", "[z]", "é"})
    void aUrlBecomesThePathThatItWasMadeOf(String name) throws Exception {
        Path path;
        try {
            path = Path.of("folder", name, "workbench.jar").toAbsolutePath();
        } catch (InvalidPathException notOnThisMachine) {
            return;
        }
        assertEquals(path, Places.of(path.toUri().toURL()));
    }
}
