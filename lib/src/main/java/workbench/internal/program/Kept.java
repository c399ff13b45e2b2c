package workbench.internal.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What is kept of a stream of any length: its first and its last bytes. Safe for one thread that
 * adds and another that reads.
 */
final class Kept {

    /** So many bytes are kept of the start, and as many of the end. */
    static final int HALF = 50_000;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] ring = new byte[HALF];
    private long afterHead;

    synchronized void add(byte[] bytes, int length) {
        int from = Math.min(length, HALF - head.size());
        head.write(bytes, 0, from);
        while (from < length) {
            int at = (int) (afterHead % HALF);
            int count = Math.min(length - from, HALF - at);
            System.arraycopy(bytes, from, ring, at, count);
            from += count;
            afterHead += count;
        }
    }

    /** The text, its lines ended by \n, with a line in the middle that says how much was cut. */
    synchronized String text() {
        var first = head.toByteArray();
        var last = tail();
        if (afterHead <= HALF) {
            var whole = new ByteArrayOutputStream();
            whole.writeBytes(first);
            whole.writeBytes(last);
            return lines(whole.toString(StandardCharsets.UTF_8));
        }
        int end = wholeCharacters(first);
        int begin = 0;
        while (begin < 4 && isInside(last[begin])) {
            begin++;
        }
        var cut = afterHead - HALF + first.length - end + begin;
        return lines(
                new String(first, 0, end, StandardCharsets.UTF_8)
                        + String.format(Locale.ROOT, "\n[… %,d bytes were cut here …]\n", cut)
                        + new String(last, begin, HALF - begin, StandardCharsets.UTF_8));
    }

    private byte[] tail() {
        int length = (int) Math.min(afterHead, HALF);
        int start = (int) ((afterHead - length) % HALF);
        var tail = new byte[length];
        System.arraycopy(ring, start, tail, 0, Math.min(length, HALF - start));
        System.arraycopy(
                ring,
                0,
                tail,
                Math.min(length, HALF - start),
                Math.max(0, length - (HALF - start)));
        return tail;
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    /** How many bytes there are without a last character that has been cut into. */
    private static int wholeCharacters(byte[] utf8) {
        int start = utf8.length - 1;
        while (start > utf8.length - 4 && isInside(utf8[start])) {
            start--;
        }
        int lead = utf8[start] & 0xff;
        int needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        return start + needs > utf8.length ? start : utf8.length;
    }

    /** Whether a byte of UTF-8 continues a character. */
    private static boolean isInside(byte one) {
        return (one & 0xc0) == 0x80;
    }
}
