package workbench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.management.VirtualThreadSchedulerMXBean;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import workbench.internal.text.DumpedThreads;

/** Looks into the JVM that runs this. Safe for use by several threads. */
public final class Jvm {

    private Jvm() {}

    /**
     * What {@code jcmd} answers to a command without arguments, such as Thread.vthread_pollers,
     * about this JVM itself.
     *
     * @throws IllegalStateException if this JVM does not know the command
     */
    public static String jcmd(String command) {
        var name = new StringBuilder();
        for (var part : command.split("[._]")) {
            name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        name.setCharAt(0, Character.toLowerCase(name.charAt(0)));
        try {
            var commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            var server = ManagementFactory.getPlatformMBeanServer();
            return server.invoke(commands, name.toString(), null, null).toString().strip();
        } catch (JMException e) {
            throw new IllegalStateException("This JVM does not know " + command + ".", e);
        }
    }

    /**
     * The threads that wait for one another for ever, as {@link
     * java.lang.management.ThreadMXBean#findDeadlockedThreads()} finds them: for each a text such
     * as "cook 1 waits for cook 2". It sees monitors and locks such as {@code ReentrantLock}, and
     * platform threads only.
     *
     * @return nothing if it finds none
     */
    public static List<String> deadlocked() {
        var threads = ManagementFactory.getThreadMXBean();
        var found = threads.findDeadlockedThreads();
        return found == null
                ? List.of()
                : Stream.of(threads.getThreadInfo(found))
                        .filter(Objects::nonNull) // ended meanwhile
                        .map(info -> info.getThreadName() + " waits for " + info.getLockOwnerName())
                        .sorted()
                        .toList();
    }

    /**
     * How many virtual threads are mounted on a carrier at this moment, and how many are ready and
     * wait for one, such as "2 mounted, 6 in the queue", by {@link VirtualThreadSchedulerMXBean}.
     * Both are estimates; one that cannot be known is -1.
     */
    public static String scheduler() {
        var bean = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        return bean.getMountedVirtualThreadCount()
                + " mounted, "
                + bean.getQueuedVirtualThreadCount()
                + " in the queue";
    }

    /**
     * What a thread dump says of the threads of this name, platform or virtual.
     *
     * @throws IOException if the dump cannot be written to a temporary file
     */
    public static String threadDump(String name) throws IOException {
        var folder = Files.createTempDirectory("dump");
        var file = folder.resolve("threads.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(
                            file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Stream.of(Files.readString(file).split("\\R\\R"))
                    .filter(thread ->
                            thread.lines().findFirst().orElse("").contains("\"" + name + "\""))
                    .collect(Collectors.joining("\n\n"));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /**
     * The threads of a dump in JSON, as {@link HotSpotDiagnosticMXBean#dumpThreads} and jcmd write
     * it: a row for each, with the class of what it waits for, and the innermost three of its
     * methods that no module has.
     *
     * @param names the beginning of the names of the threads that are shown; of all, if empty
     * @throws IOException if the file cannot be read, or is no such dump
     */
    public static Table dumped(Path json, String names) throws IOException {
        var threads =
                DumpedThreads.of(Files.readString(json)).stream()
                        .filter(thread -> thread.get("name").toString().startsWith(names))
                        .toList();
        return Table.create(
                "Threads in the dump",
                column("Thread", threads, thread -> thread.get("name").toString()),
                column("Kind", threads, Jvm::kind),
                column("State", threads, thread -> thread.get("state").toString()),
                column("Waits for", threads, DumpedThreads::waitsFor),
                column("Stands in", threads, thread -> DumpedThreads.methods(thread, 3)));
    }

    private static String kind(Map<?, ?> thread) {
        return Boolean.TRUE.equals(thread.get("virtual")) ? "virtual" : "platform";
    }

    private static StringColumn column(
            String heading, List<Map<?, ?>> threads, Function<Map<?, ?>, String> value) {
        return StringColumn.create(heading, threads.stream().map(value).toList());
    }

    /**
     * Has native code call this: {@link Class#forName} is native where it looks for the class, and
     * calls a class loader that is written in Java. So there is a native frame on the stack.
     *
     * @throws Exception what it throws
     */
    public static <T> T calledFromNative(Callable<T> call) throws Exception {
        var loader =
                new ClassLoader(null) {
                    private T value;
                    private Exception failure;

                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        try {
                            value = call.call();
                        } catch (Exception e) {
                            failure = e;
                        }
                        throw new ClassNotFoundException(name);
                    }
                };
        try {
            Class.forName("workbench.NoSuchClass", false, loader);
        } catch (ClassNotFoundException expected) {
            // There is none of that name, so that the loader was asked.
        }
        if (loader.failure != null) {
            throw loader.failure;
        }
        return loader.value;
    }

    /**
     * Returns when this thread waits for something, platform or virtual, or has ended.
     *
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public static void untilItWaits(Thread thread) throws InterruptedException {
        while (true) {
            switch (thread.getState()) {
                case WAITING, TIMED_WAITING, TERMINATED -> {
                    return;
                }
                default -> Thread.sleep(5);
            }
        }
    }
}
