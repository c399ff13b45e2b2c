package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Kernel;
import workbench.internal.text.Text;

/**
 * What the JVM has to run on. In a container these are the container's limits, as far as the JVM
 * sees them. It tells no path and no user's or host's name, so that it can be published. Safe for
 * use by several threads.
 */
public final class Machine {

    private Machine() {}

    /** How many processors the JVM may use: {@link Runtime#availableProcessors()}. */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The most bytes that the heap may grow to: {@link Runtime#maxMemory()}. */
    static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /** The machine's or the container's memory in bytes. */
    static long memory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    /**
     * How many files and sockets the JVM may have open at once; {@link Long#MAX_VALUE} where the
     * system sets no limit that the JVM knows of, as on Windows.
     */
    public static long openFiles() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix
                        && unix.getMaxFileDescriptorCount() > 0
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * The memory in bytes that this process has now, as the system counts it: the heap, the
     * threads' stacks and all else. Empty where the system does not tell it the way Linux and macOS
     * do.
     */
    public static OptionalLong inUse() {
        try {
            var status = Path.of("/proc/self/status");
            if (Files.exists(status)) {
                return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> kilobytes(line.substring(6)))
                        .findFirst();
            }
            var ps =
                    new ProcessBuilder("ps", "-o", "rss=", "-p", "" + ProcessHandle.current().pid())
                            .start();
            return OptionalLong.of(
                    kilobytes(new String(ps.getInputStream().readAllBytes(), UTF_8)));
        } catch (IOException | NumberFormatException untold) {
            return OptionalLong.empty();
        }
    }

    /**
     * The bytes of the heap that are still held after garbage collections: the least of four, since
     * not every collection clears everything away. Takes a few hundred milliseconds.
     */
    public static long heapHeld() {
        return IntStream.range(0, 4)
                .mapToLong(i -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                })
                .min()
                .getAsLong();
    }

    private static long kilobytes(String number) {
        return Long.parseLong(number.replace("kB", "").strip()) << 10;
    }

    /** The version of the JDK, such as 25.0.3. */
    public static String jdk() {
        return System.getProperty("java.version");
    }

    /** The notebook kernel and its version, or "none". */
    public static String kernel() {
        return Kernel.running().map(Kernel::name).orElse("none");
    }

    /** The operating system's name and the processor's architecture. */
    public static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** All of it in one row. */
    static Grid grid() {
        return Grid.of(
                "This machine",
                Stream.of(
                                "JDK",
                                "Kernel",
                                "System",
                                "Cores",
                                "Heap",
                                "Memory",
                                "Open files",
                                "Size")
                        .map(Grid.Heading::text)
                        .toList(),
                List.of(
                        List.of(
                                jdk(),
                                kernel(),
                                system(),
                                "" + cores(),
                                bytes(heap()),
                                bytes(memory()),
                                openFiles() == Long.MAX_VALUE
                                        ? "no limit known"
                                        : String.format(Locale.ROOT, "%,d", openFiles()),
                                Size.isSmall() ? "small" : "full")));
    }

    private static String bytes(long bytes) {
        return bytes < 1L << 30
                ? Text.number(bytes / (double) (1 << 20), 2) + " MiB"
                : Text.number(bytes / (double) (1 << 30), 2) + " GiB";
    }
}
