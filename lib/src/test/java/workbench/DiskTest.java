package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DiskTest {

    private static Path folder() throws IOException {
        return Files.createTempDirectory("disk-test");
    }

    @Test
    void writesLaterAndSaysHowMuch() throws Exception {
        var folder = folder();
        var file = folder.resolve("genre.txt");
        assertEquals(6, Disk.beginWriting(file, "pölka").get(10, TimeUnit.SECONDS));
        assertEquals("pölka", Files.readString(file));
        Disk.clear(folder);
    }

    @Test
    void aFileThatCannotBeOpenedIsToldAtOnce() throws Exception {
        var folder = folder();
        var nowhere = folder.resolve("none").resolve("genre.txt");
        assertThrows(NoSuchFileException.class, () -> Disk.beginWriting(nowhere, "polka"));
        Disk.clear(folder);
    }

    @Test
    void clearsAFolderAndKeepsTheFolder() throws Exception {
        var folder = folder();
        var inner = Files.createDirectories(folder.resolve("a").resolve("b"));
        Files.writeString(inner.resolve("deep"), "polka");
        Files.writeString(folder.resolve("flat"), "polka");
        Disk.clear(folder);
        assertTrue(Files.isDirectory(folder));
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        Disk.clear(folder);
        Files.delete(folder);
        Disk.clear(folder);
        assertFalse(Files.exists(folder));
    }

    @Test
    void clearsNoFolderThatIsNotTemporary() {
        var temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        refused(temporary);
        refused(temporary.resolve("x").resolve(".."));
        refused(temporary.resolve("x").resolve("..").resolve(".."));
        refused(temporary.getRoot());
    }

    private static void refused(Path folder) {
        assertThrows(IllegalArgumentException.class, () -> Disk.clear(folder));
    }
}
