package workbench.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptTest {

    /** Adds the text in pieces of some sizes. */
    private static String kept(String text) {
        var kept = new Kept();
        var bytes = text.getBytes(UTF_8);
        var random = new Random(1);
        for (int from = 0; from < bytes.length; ) {
            var piece = new byte[Math.min(bytes.length - from, 1 + random.nextInt(70_000))];
            System.arraycopy(bytes, from, piece, 0, piece.length);
            kept.add(piece, piece.length);
            from += piece.length;
        }
        return kept.text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "😀"})
    void noCharacterIsCutIntoAndAllBytesAreAccountedFor(String character) {
        for (int shift = 0; shift < 4; shift++) {
            var text = "a".repeat(shift) + character.repeat(200_000) + "b".repeat(shift);
            var kept = kept(text);
            var note = Pattern.compile("\n\\[… ([\\d,]+) bytes were cut here …]\n").matcher(kept);
            assertTrue(note.find());
            var head = kept.substring(0, note.start());
            var tail = kept.substring(note.end());
            assertTrue(text.startsWith(head) && text.endsWith(tail), character + " " + shift);
            assertFalse(kept.contains("\ufffd"));
            assertEquals(
                    text.getBytes(UTF_8).length,
                    head.getBytes(UTF_8).length
                            + tail.getBytes(UTF_8).length
                            + Long.parseLong(note.group(1).replace(",", "")));
        }
    }

    @Test
    void upToTheBoundNothingIsCut() {
        for (int length : new int[] {0, 1, Kept.HALF, Kept.HALF + 1, 2 * Kept.HALF}) {
            assertEquals("x".repeat(length), kept("x".repeat(length)));
        }
        assertTrue(kept("x".repeat(2 * Kept.HALF + 1)).contains("[… 1 bytes were cut here …]"));
        assertEquals("a\nb\n", kept("a\r\nb\r\n"));
    }
}
