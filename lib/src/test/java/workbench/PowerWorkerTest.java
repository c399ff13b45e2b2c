package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerWorkerTest {

    private static List<BigInteger> answers(String lines) throws IOException {
        var out = new ByteArrayOutputStream();
        PowerWorker.serve(new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), out);
        var from = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
        var answers = new ArrayList<BigInteger>();
        while (from.available() > 0) answers.add(answer(from));
        return answers;
    }

    private static BigInteger answer(DataInputStream from) throws IOException {
        var bytes = new byte[from.readInt()];
        from.readFully(bytes);
        return new BigInteger(bytes);
    }

    @Test
    void eachLineIsAnswered() throws Exception {
        assertEquals(
                List.of(BigInteger.valueOf(27), BigInteger.ONE, BigInteger.valueOf(255).pow(255)),
                answers("3\n0\n255\n"));
        var memory = answers("memory\nmemory alone\n");
        assertTrue(memory.getLast().signum() >= 0);
        assertTrue(memory.getFirst().compareTo(memory.getLast()) >= 0, memory.toString());
        assertEquals(List.of(), answers(""));
    }

    @Test
    void aLineThatIsNoNumberIsTold() {
        for (var line : List.of("x", "-1", "1.5", "", "99999999999")) {
            var told = assertThrows(IllegalArgumentException.class, () -> answers(line + "\n"));
            assertTrue(told.getMessage().contains("\"" + line + "\""), told.getMessage());
        }
    }

    private static Process start() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PowerWorker.class.getName())
                .start();
    }

    @Test
    void aProcessAnswersAndEndsWithItsInput() throws Exception {
        var process = start();
        try (var from = new DataInputStream(process.getInputStream())) {
            var to = process.outputWriter();
            for (int i : new int[] {5, 300}) {
                to.write(i + "\n");
                to.flush();
                assertEquals(BigInteger.valueOf(i).pow(i), answer(from));
            }
            to.close();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it did not end with its input");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, '\"nonsense\" is no number'",
        "999999999, 999999999 to the power 999999999 is too large for this process"
    })
    void aProcessSaysInOneSentenceWhatItCannotDo(String line, String sentence) throws Exception {
        var process = start();
        try (var to = process.outputWriter()) {
            to.write(line + "\n");
            to.flush();
            var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.startsWith(sentence), said);
            assertEquals(1, said.strip().lines().count(), said);
            assertEquals(2, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }
}
