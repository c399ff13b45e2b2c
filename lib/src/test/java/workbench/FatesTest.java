package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FatesTest {

    @Test
    void plainJavaIsAsDocumented() throws Exception {
        var fates = Fates.withoutScopes();
        assertEquals(8, fates.texts().size());
        var shown = Output.of(() -> Show.fates(fates));
        assertFalse(shown.contains("NOT AS DOCUMENTED"), shown);
        assertTrue(shown.contains("Future.cancel(true)"), shown);
    }

    @Test
    void aCaseThatIsRunAgainReplacesTheOneBefore() throws Exception {
        var fates = new Fates();
        fates.add("ends", job -> Thread.startVirtualThread(job::get).isVirtual());
        fates.add("ends", FatesTest::begins);
        assertEquals(Map.of("fate-ends", "no, no, IOException"), fates.texts());
    }

    private static Object begins(Probe job) throws Exception {
        Thread.startVirtualThread(job::get);
        throw new IOException();
    }

    @Test
    void whatIsNotWrittenDownIsLoud() throws Exception {
        var fates = new Fates();
        fates.add("a new case", FatesTest::begins);
        var shown = Output.of(() -> Show.fates(fates));
        assertTrue(shown.contains("NOT AS DOCUMENTED: nothing is written down"), shown);
    }

    @Tag("slow")
    @Test
    void aJobThatNobodyStartsIsNoCase() {
        var fates = new Fates();
        assertThrows(IllegalStateException.class, () -> fates.add("none", job -> "nothing"));
    }
}
