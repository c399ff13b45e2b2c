package workbench.internal.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import workbench.internal.text.DumpedThreads;
import workbench.internal.text.Text;

/**
 * Finds threads that outlive the cells which started them, virtual ones included.
 *
 * <p>Platform threads are those of {@link Thread#getAllStackTraces()}. Virtual threads are listed
 * in the JVM's own thread dump only ({@link HotSpotDiagnosticMXBean#dumpThreads}); JDK 25 lists all
 * of them, unless it was started with {@code -Djdk.trackAllThreads=false}.
 */
public final class Threads {

    /** Those of the JVM itself, and the carriers that virtual threads run on. */
    private static final Set<String> GROUPS =
            Set.of("system", "InnocuousThreadGroup", "CarrierThreads");

    /**
     * Those that belong to the process and not to a cell: the kernels' own, the JVM's common pool,
     * its timer and its flight recorder, and those of OkHttp that all clients share or that, idle,
     * end by themselves within a minute. Only an OkHttp thread at work on a call has the call's
     * address.
     */
    private static final Pattern SHARED =
            Pattern.compile(
                    "main|DestroyJavaVM|Loop-.*"
                            + "|iothread-.*|reaper-.*|ForkJoinPool\\.commonPool-.*|CompletableFutureDelayScheduler"
                            + "|process reaper.*|Java2D Disposer|AWT-.*|Attach Listener|surefire-.*|junit-.*"
                            + "|OkHttp (?!https?:).*|Okio Watchdog|JFR .*");

    /** The kernels' threads for cells: left behind if one runs a cell that nobody waits for. */
    private static final Pattern CELLS =
            Pattern.compile("notebook|jjava-exec-.*|IJava-executor-.*");

    private static final String COMMON_POOL = "ForkJoinPool.commonPool-";

    private static final Duration MOMENT = Duration.ofMillis(40);

    private record Advice(Pattern name, String sentence) {}

    private static final List<Advice> ADVICE =
            List.of(
                    new Advice(
                            CELLS,
                            "An interrupted cell is still running: restart the kernel if it does "
                                    + "not end."),
                    new Advice(
                            Pattern.compile(" service"),
                            "A local service is still open: close it."),
                    new Advice(
                            Pattern.compile("OkHttp "),
                            "A call is still under way: wait for it or cancel it."),
                    new Advice(
                            Pattern.compile("[pP]ool-"),
                            "An executor is still open: close it, best "
                                    + "by try (var executor = …)."));

    private static final Set<Long> known = new HashSet<>();

    /** What a virtual thread's text ends with: the pool of the carriers, and which of them. */
    private static final Pattern CARRIER = Pattern.compile(".*@ForkJoinPool-\\d+-(worker-\\d+)");

    private Threads() {}

    /** Whether it waits for something or for a time, at this moment. */
    public static boolean isWaiting(Thread thread) {
        var state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /**
     * The thread's own name, made short, or one made up from its number. OkHttp names its threads
     * after the address that they talk to, all of them the same; the common pool's are named twice
     * over.
     */
    public static String name(Thread thread) {
        var name = thread.getName().replace("ForkJoinPool.commonPool-", "commonPool-");
        var number = " #" + thread.threadId();
        if (name.isEmpty()) {
            return (thread.isVirtual() ? "virtual" : "thread") + number;
        }
        return name.startsWith("OkHttp ") ? "OkHttp" + number : name;
    }

    /** The thread in words, with its number, and of a virtual one the carrier that it is on. */
    public static String words(Thread thread) {
        var number = "thread #" + thread.threadId();
        if (thread.isVirtual()) {
            var carrier = CARRIER.matcher(thread.toString());
            return "virtual " + number + (carrier.matches() ? " on " + carrier.group(1) : "");
        }
        var name = thread.getName().startsWith("OkHttp ") ? "OkHttp" : name(thread);
        return thread.getName().isEmpty() ? number : number + " (" + name + ")";
    }

    /**
     * Takes the platform threads that run now as given: none of them is ever called left behind.
     * (Virtual ones are the notebook's own, and to list them would make the first cell slower.)
     */
    public static synchronized void remember() {
        known.addAll(platform().keySet());
    }

    /**
     * What computes just now besides the calling thread, as a sentence without its full stop, with
     * what to do; empty if nothing does. A thread that waits is of no interest. Takes 40 ms, and as
     * long again where it sees something. An interrupt of the caller is kept.
     */
    public static Optional<String> busy() {
        var threads = computing();
        // A second look, since what is only ending is nothing to speak of.
        if (!threads.isEmpty()) {
            threads.retainAll(computing());
        }
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> threads.contains(thread.threadId()))
                .map(Threads::busy)
                .flatMap(Optional::stream)
                .sorted()
                .findFirst();
    }

    private static Optional<String> busy(Thread thread) {
        var group = thread.getThreadGroup() == null ? "" : thread.getThreadGroup().getName();
        var name = thread.getName();
        if (group.equals("CarrierThreads")) {
            return Optional.of(computes("a virtual thread", "end it, or restart the kernel"));
        }
        if (CELLS.matcher(name).matches() || thread instanceof Stoppable) {
            return Optional.of(computes("an interrupted cell", "restart the kernel"));
        }
        return GROUPS.contains(group)
                        || (SHARED.matcher(name).matches() && !name.startsWith(COMMON_POOL))
                ? Optional.empty()
                : Optional.of(computes("the thread " + name, "end it, or restart the kernel"));
    }

    private static String computes(String who, String whatToDo) {
        return who + " is still computing and makes these times longer: " + whatToDo;
    }

    /**
     * The ids of the platform threads that computed for a twentieth of a moment or more: on a busy
     * machine a thread that would compute all the time gets little more.
     */
    private static Set<Long> computing() {
        var bean = ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
        var own = Thread.currentThread().threadId();
        var ids = Arrays.stream(bean.getAllThreadIds()).filter(id -> id != own).toArray();
        var start = System.nanoTime();
        var before = bean.getThreadCpuTime(ids);
        try {
            Thread.sleep(MOMENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HashSet<>();
        }
        var after = bean.getThreadCpuTime(ids);
        var share = (System.nanoTime() - start) / 20;
        // The time of a thread that has ended meanwhile is -1.
        return IntStream.range(0, ids.length)
                .filter(i -> before[i] >= 0 && after[i] - before[i] >= share)
                .mapToObj(i -> ids[i])
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Those left behind, by name, with how many have it; waits so long for what is ending. */
    public static synchronized Map<String, Integer> left(Duration patience)
            throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var now = running();
            now.keySet().removeAll(known);
            if (now.isEmpty() || System.nanoTime() > deadline) {
                var counted = new TreeMap<String, Integer>();
                now.values().forEach(name -> counted.merge(name, 1, Integer::sum));
                return counted;
            }
            Thread.sleep(20);
        }
    }

    /** What was left behind as sentences, with what to do about it. */
    public static String report(Map<String, Integer> left) {
        if (left.isEmpty()) {
            return "No thread was left behind.";
        }
        var total = left.values().stream().mapToInt(Integer::intValue).sum();
        var names =
                left.entrySet().stream()
                        .map(e ->
                                e.getValue() == 1 ? e.getKey() : e.getValue() + " × " + e.getKey())
                        .toList();
        var shown =
                names.size() <= 6
                        ? Text.list(names)
                        : String.join(", ", names.subList(0, 5)) + " and others";
        return (total == 1 ? "1 thread was" : total + " threads were")
                + " left behind: "
                + shown
                + ". "
                + advice(names);
    }

    private static String advice(List<String> names) {
        var advice =
                ADVICE.stream()
                        .filter(one ->
                                names.stream().anyMatch(name -> one.name.matcher(name).find()))
                        .map(Advice::sentence)
                        .collect(Collectors.joining(" "));
        return advice.isEmpty()
                ? "Join them, or end what keeps them busy, in the cell that starts them."
                : advice;
    }

    /** The names of the threads that are alive and not everybody's, by their ids. */
    private static Map<Long, String> running() {
        var threads = platform();
        threads.putAll(virtual());
        return threads;
    }

    private static Map<Long, String> platform() {
        var threads = new TreeMap<Long, String>();
        Thread.getAllStackTraces()
                .forEach((thread, stack) -> {
                    var group = thread.getThreadGroup();
                    var name = thread.getName();
                    var idle =
                            CELLS.matcher(name).matches()
                                    && Arrays.stream(stack)
                                            .noneMatch(frame ->
                                                    frame.getClassName().startsWith("REPL."));
                    if (group != null
                            && !GROUPS.contains(group.getName())
                            && thread != Thread.currentThread()
                            && !SHARED.matcher(name).matches()
                            && !idle) {
                        threads.put(thread.threadId(), name);
                    }
                });
        return threads;
    }

    private static Map<Long, String> virtual() {
        try {
            var folder = Files.createTempDirectory("threads");
            var file = folder.resolve("dump.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
                return virtual(Files.readString(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The threads could not be listed: make room in the "
                            + "system's folder for temporary files.",
                    e);
        }
    }

    /** The virtual threads of a dump, but for the JVM's own, which poll the others' sockets. */
    static Map<Long, String> virtual(String dump) throws IOException {
        var threads = new TreeMap<Long, String>();
        for (var thread : DumpedThreads.of(dump)) {
            if (Boolean.TRUE.equals(thread.get("virtual"))
                    && DumpedThreads.stack(thread).stream()
                            .noneMatch(frame -> frame.contains("sun.nio.ch.Poller."))) {
                var name = thread.get("name").toString();
                threads.put(
                        Long.valueOf(thread.get("tid").toString()),
                        name.isEmpty() ? "virtual thread" : name + " (virtual)");
            }
        }
        return threads;
    }
}
