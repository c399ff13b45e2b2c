package workbench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import workbench.internal.text.Text;

/**
 * Computes powers in a JVM of its own, for another program that starts it. It needs nothing but
 * this jar and the JDK.
 *
 * <p>For each line on its standard input it writes one answer to its standard output: the length in
 * bytes as an int, then the bytes of {@link BigInteger#toByteArray()}. The line i, a number from 0,
 * asks for i to the power i; the line "memory" for the bytes of memory that the process has ({@link
 * Machine#inUse()}), the line "memory alone" for those that it shares with no other process ({@link
 * Machine#inUseAlone()}), both 0 where that is not known. When its input ends, or nobody reads its
 * output any more, so does the process: it does not outlive the program that started it by more
 * than the number at hand. It does all on its main thread.
 */
public final class PowerWorker {
    private PowerWorker() {}

    /**
     * Answers until the input ends. A line that it does not know, or a power that is too large for
     * it, ends it with code 2 and one sentence on standard error.
     */
    public static void main(String[] args) {
        try {
            serve(System.in, new FileOutputStream(FileDescriptor.out));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            // Whoever asked is gone.
            System.exit(1);
        }
    }

    static void serve(InputStream in, OutputStream out) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        var answers = new DataOutputStream(new BufferedOutputStream(out));
        for (String line; (line = lines.readLine()) != null; ) {
            var bytes = answer(line).toByteArray();
            answers.writeInt(bytes.length);
            answers.write(bytes);
            answers.flush();
        }
    }

    private static BigInteger answer(String line) {
        if (line.equals("memory")) return BigInteger.valueOf(Machine.inUse().orElse(0));
        if (line.equals("memory alone")) {
            return BigInteger.valueOf(Machine.inUseAlone().orElse(0));
        }
        if (!line.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "\""
                            + Text.shorten(line, 40)
                            + "\" is no number "
                            + "from 0 to 999999999: write one a line.");
        }
        try {
            int i = Integer.parseInt(line);
            return BigInteger.valueOf(i).pow(i);
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw new IllegalArgumentException(
                    line
                            + " to the power "
                            + line
                            + " is too large for this process: ask for less.",
                    e);
        }
    }
}
