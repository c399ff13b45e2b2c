package workbench.internal.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * The whole life of a service in its own process: prints its address, then answers each line of its
 * standard input, a command of {@link LocalServer}, with a line, until that ends.
 */
public final class ServiceMain {
    private ServiceMain() {}

    /** Ends with code 2 where it is not called rightly, with 1 where it cannot serve. */
    public static void main(String[] arguments) throws IOException {
        Kind kind = null;
        var latency = Kind.LATENCY;
        try {
            kind = Kind.valueOf(arguments[0]);
            if (arguments.length > 1) {
                latency = latency(arguments);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            System.err.println(
                    "Usage: "
                            + String.join(
                                    "|", Arrays.stream(Kind.values()).map(Kind::name).toList())
                            + " [--latency-ms N]");
            System.exit(2);
        }
        try (var server = kind.open(latency)) {
            System.out.println(server.base());
            obey(server);
        } catch (UncheckedIOException e) {
            System.err.println(e.getCause().getMessage());
            System.exit(1);
        }
    }

    private static Duration latency(String[] arguments) {
        if (arguments.length != 3 || !arguments[1].equals("--latency-ms")) {
            throw new IllegalArgumentException();
        }
        return Duration.ofMillis(Objects.checkIndex(Integer.parseInt(arguments[2]), 600_001));
    }

    private static void obey(Backend server) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                System.out.println(server.command(line));
            } catch (IllegalArgumentException e) {
                System.out.println("not understood: " + line);
            }
        }
    }
}
