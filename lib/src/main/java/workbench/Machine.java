package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import workbench.internal.drawing.Grid;
import workbench.internal.kernel.Kernel;
import workbench.internal.text.Text;

/**
 * What the JVM has to run on, and what it uses of it. In a container these are the container's
 * limits, as far as the JVM sees them.
 *
 * <p>Sizes of memory are in bytes. Where a system does not tell something, the method says so by an
 * empty value or by the largest number, never by an exception. Nothing here tells a path or a
 * user's or host's name, so that it can be published. Every method may be called by any thread,
 * also at the same time; what they return is of that moment.
 */
public final class Machine {

    private static final int PORTS = 65_535 - 49_152 + 1; // RFC 6335, section 6
    private static final int SPARE_FILES = 500; // open files that others use
    private static final int SPARE_PORTS = 2_000; // ports that others use, or have just used

    private Machine() {}

    /**
     * How many processors the JVM may use, 1 or more: {@link Runtime#availableProcessors()}. In a
     * container this is its limit of CPU time, rounded up to whole processors; two threads of one
     * core count as two.
     */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The most bytes that the heap may grow to: {@link Runtime#maxMemory()}. */
    static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * The machine's or the container's memory in bytes: {@link
     * OperatingSystemMXBean#getTotalMemorySize()}.
     */
    static long memory() {
        return operating().getTotalMemorySize();
    }

    private static OperatingSystemMXBean operating() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    /**
     * How many files and sockets the JVM may have open at once: {@link
     * UnixOperatingSystemMXBean#getMaxFileDescriptorCount()}. It is {@link Long#MAX_VALUE} where
     * the system sets no limit that the JVM knows of, as on Windows.
     */
    public static long openFiles() {
        return operating() instanceof UnixOperatingSystemMXBean unix
                        && unix.getMaxFileDescriptorCount() > 0
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * Whether this process can have so many connections to one server open at the same time, with
     * some to spare: each needs an open file, and a port of its own. Where the system does not say
     * which ports it gives, it is asked for no more than the 16,384 that IANA sets aside.
     */
    public static boolean roomFor(int connections) {
        return roomFor(connections, openFiles(), ports());
    }

    static boolean roomFor(int connections, long files, long ports) {
        return connections + SPARE_FILES <= files && connections + SPARE_PORTS <= ports;
    }

    private static long ports() {
        try {
            // Not readString, which asks such a file for one byte and gets no more.
            var range =
                    Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                            .getFirst()
                            .strip()
                            .split("\\s+");
            return Long.parseLong(range[1]) - Long.parseLong(range[0]);
        } catch (IOException | RuntimeException untold) {
            return PORTS;
        }
    }

    /**
     * The memory in bytes that this process has now, as the system counts it: the heap, the
     * threads' stacks and all else, also the pages that it shares with other processes. That is
     * {@code VmRSS} of {@code /proc/self/status} on Linux, and what {@code ps -o rss} says where
     * there is such a command, as on macOS; on both a multiple of 1,024. Empty where neither tells
     * it, as on Windows.
     */
    public static OptionalLong inUse() {
        try {
            var status = Path.of("/proc/self/status");
            if (Files.exists(status)) {
                return sum(status, "VmRSS:");
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
     * The part of {@link #inUse()}, in bytes, that no other process shares: what the system would
     * get back if this one ended. That is the sum of {@code Private_Clean} and {@code
     * Private_Dirty} of {@code /proc/self/smaps_rollup}, which Linux has since 4.14. Empty
     * elsewhere.
     *
     * @see <a href="https://docs.kernel.org/filesystems/proc.html">The /proc filesystem</a>
     */
    public static OptionalLong inUseAlone() {
        try {
            return sum(Path.of("/proc/self/smaps_rollup"), "Private_Clean:", "Private_Dirty:");
        } catch (IOException | NumberFormatException untold) {
            return OptionalLong.empty();
        }
    }

    /** The sum of the lines that begin so, in bytes; empty if there is none. */
    private static OptionalLong sum(Path file, String... names) throws IOException {
        var lines =
                Files.readAllLines(file).stream()
                        .filter(line -> Stream.of(names).anyMatch(line::startsWith))
                        .mapToLong(line -> kilobytes(line.substring(line.indexOf(':') + 1)))
                        .toArray();
        return lines.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(LongStream.of(lines).sum());
    }

    private static long kilobytes(String number) {
        return Long.parseLong(number.replace("kB", "").strip()) << 10;
    }

    /**
     * The bytes of the heap that are still held after garbage collections: the least of four, since
     * not every collection clears everything away. Each is what the collection left, by {@link
     * MemoryPoolMXBean#getCollectionUsage()}: what is in use a moment later has the whole buffers
     * in it that threads get for their next objects, of many megabytes where the heap is large.
     * What other threads of this JVM come to hold meanwhile is part of it. Takes a few hundred
     * milliseconds.
     */
    public static long heapHeld() {
        return IntStream.range(0, 4)
                .mapToLong(i -> {
                    System.gc();
                    return ManagementFactory.getMemoryPoolMXBeans().stream()
                            .filter(pool -> pool.getType() == MemoryType.HEAP)
                            .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                            .sum();
                })
                .min()
                .getAsLong();
    }

    /**
     * What one run of something took.
     *
     * @param time by the clock
     * @param cpu the CPU time of the whole JVM meanwhile: of all its threads together, those of the
     *     garbage collector and of the compiler included; zero where the system does not tell it
     */
    public record Metered(Duration time, Duration cpu) {

        /** How many cores were at work, on average: the CPU time, divided by the time. */
        public double coresAtWork() {
            return (double) cpu.toNanos() / Math.max(1, time.toNanos());
        }

        /** Both times and the cores in one line. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s, CPU time %s, cores at work %.2f",
                    Text.time(time),
                    Text.time(cpu),
                    coresAtWork());
        }
    }

    /**
     * Runs the work once, on the calling thread, and says what it took: by {@link System#nanoTime}
     * and by {@link OperatingSystemMXBean#getProcessCpuTime()}, which counts in steps of some 10 ms
     * on many systems. Whatever else computes in this JVM meanwhile is counted as well.
     *
     * @throws Exception what the work throws; nothing is metered then
     */
    public static Metered meter(Callable<?> work) throws Exception {
        long cpu = operating().getProcessCpuTime();
        long start = System.nanoTime();
        work.call();
        long end = System.nanoTime();
        return new Metered(
                Duration.ofNanos(end - start),
                Duration.ofNanos(Math.max(0, operating().getProcessCpuTime() - cpu)));
    }

    /**
     * Keeps the current thread, platform or virtual, busy until this time has passed on the clock.
     *
     * @return the time by {@link System#nanoTime()} when it ends
     */
    public static long busy(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return end;
    }

    /** The version of the JDK, such as 25.0.3: the system property {@code java.version}. */
    public static String jdk() {
        return System.getProperty("java.version");
    }

    /** The notebook kernel and its version, such as "JJava", or "none". */
    public static String kernel() {
        return Kernel.running().map(Kernel::name).orElse("none");
    }

    /**
     * The operating system's name and the processor's architecture, such as "Linux amd64": the
     * system properties {@code os.name} and {@code os.arch}.
     */
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
