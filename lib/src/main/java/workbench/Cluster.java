package workbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import workbench.internal.cluster.Client;
import workbench.internal.cluster.Member;
import workbench.internal.cluster.WatchedExecutor;
import workbench.internal.program.Libraries;

/**
 * A Hazelcast cluster on this machine: each member is a JVM of its own, with a heap of 128 MB, and
 * this JVM is their client. All talk over TCP on the loopback address, by ports that are free.
 *
 * {@snippet :
 * Cluster cluster = Cluster.of(3, program);  // starts when it is first used
 * ExecutorService executor = cluster.executor();
 * executor.submit(cluster.task("Power", 10)).get()
 * cluster.kill("B");
 * Cluster.closeAll();
 * }
 *
 * <p>There is one at a time: a new one ends the one before. Whatever asks for the executor or a map
 * starts members that are missing, and connects anew; so a cluster that was closed can be used
 * again. No member outlives this JVM. Thread-safe, but a call may have to wait for another one that
 * starts members, some seconds.
 */
public final class Cluster {
    private static final String EXECUTOR = "powers";
    private static final String NAME = "workbench";

    /** How often is looked whether all members have their share of the data. */
    private static final int LOOKS = 200;

    /** The time between two looks, in milliseconds; a look costs the processor some of them. */
    private static final int PAUSE = 50;

    private static Cluster current; // guarded by the class

    private final int count;
    private final Program code;
    private final List<Member> members = new ArrayList<>(); // guarded by this, as is the client
    private List<Integer> ports = List.of();
    private Client client;
    private Duration startTime = Duration.ZERO;

    private Cluster(int count, Program code) {
        this.count = count;
        this.code = code;
    }

    /**
     * A cluster whose members are called A, B, C and so on. It starts when it is first used.
     *
     * @param members how many, from 1 to 8
     * @param code a Java program with Hazelcast, whose class Member has a main that makes a JVM a
     *     member. It is called with addresses of members, such as 127.0.0.1:5701; its own address
     *     and the cluster's name are in the configuration that {@code Config.load()} gives. The
     *     program's other classes are the code that members and client share
     * @throws IllegalArgumentException if there are fewer members than 1 or more than 8
     */
    public static synchronized Cluster of(int members, Program code) {
        if (members < 1 || members > 8) {
            throw new IllegalArgumentException(
                    "A cluster has from 1 to 8 members here, and not " + members + ".");
        }
        closeAll();
        current = new Cluster(members, code);
        return current;
    }

    /** Ends the members and disconnects the client, if there are any. */
    public static synchronized void closeAll() {
        if (current != null) {
            current.close();
        }
    }

    private synchronized void close() {
        try {
            if (client != null) {
                client.close();
            }
        } finally {
            client = null;
            members.forEach(Member::end);
            members.clear();
        }
    }

    /**
     * Starts the members that are missing, all but the first side by side, and connects, unless
     * that has been done.
     *
     * @return the members' names, in their order
     * @throws IllegalStateException if a member or the client cannot be started; all have been
     *     ended then
     * @throws InterruptedException if the thread is interrupted meanwhile; all have been ended then
     */
    public synchronized List<String> start() throws InterruptedException {
        var done = false;
        try {
            long begin = System.nanoTime();
            members.removeIf(member -> !member.isAlive());
            boolean missing = members.size() < count;
            if (missing) {
                startMissing();
            }
            if (client == null) {
                client = new Client(NAME, classPath(), ports);
            }
            for (int looks = 0; !client.isWhole(count) && looks < LOOKS; looks++) {
                Thread.sleep(PAUSE);
            }
            if (missing) {
                startTime = Duration.ofNanos(System.nanoTime() - begin);
            }
            done = true;
            return names();
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /**
     * How long it took, the last time, to start the members that were missing, until each of them
     * had its share of the data; zero if none has been started.
     */
    public synchronized Duration startTime() {
        return startTime;
    }

    private void startMissing() throws InterruptedException {
        var known = ports;
        if (members.isEmpty()) {
            // Who comes first founds the cluster. Were all to start at once, they would have to
            // agree on that, which takes longer.
            ports = Member.freePorts(count);
            known = ports.subList(0, 1);
            add(0, known);
            members.getFirst().await();
        }
        var names = names();
        for (int i = 0; i < count; i++) {
            if (!names.contains(name(i))) {
                add(i, known);
            }
        }
        members.sort(Comparator.comparing(Member::name));
        for (var member : members) {
            member.await();
        }
    }

    private void add(int number, List<Integer> known) throws InterruptedException {
        members.add(
                new Member(name(number), "Member", classPath(), NAME, ports.get(number), known));
    }

    private static String name(int number) {
        return "" + (char) ('A' + number);
    }

    private List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    private List<Path> classPath() throws InterruptedException {
        return Stream.of(
                        Stream.of(code.classes()),
                        Libraries.jars("hazelcast").stream(),
                        Stream.of(Member.ownClasses()))
                .flatMap(each -> each)
                .toList();
    }

    /**
     * Hazelcast's own executor, which hands each task to a member that it draws by lot.
     *
     * @throws IllegalStateException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    public synchronized ExecutorService executor() throws InterruptedException {
        start();
        return client.executor(EXECUTOR);
    }

    /**
     * The same executor, but each task that ends is noted on a timeline: which member did it, and
     * when. Of a task that has failed, no member is known.
     *
     * @throws IllegalStateException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    public synchronized ExecutorService executor(Timeline timeline) throws InterruptedException {
        start();
        return new WatchedExecutor(client, client.executor(EXECUTOR), timeline, List.of());
    }

    /**
     * An executor that uses only the first so many members; each task goes to one of them by lot.
     *
     * @param first from 1 to the number of members
     * @throws IndexOutOfBoundsException if there are not so many members
     * @throws IllegalStateException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    public synchronized ExecutorService executor(int first) throws InterruptedException {
        start();
        return new WatchedExecutor(
                client, client.executor(EXECUTOR), new Timeline(""), ports.subList(0, first));
    }

    /**
     * The map of this name that all members share, Hazelcast's own, with these entries and no
     * others. If a member dies meanwhile, as one may that has still a task of a cell that was
     * interrupted, another one is started, and the map is filled anew.
     *
     * @throws IllegalStateException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    public synchronized <K, V> ConcurrentMap<K, V> map(String name, Map<K, V> entries)
            throws InterruptedException {
        for (int deaths = 0; ; deaths++) {
            start();
            try {
                var map = client.<K, V>map(name);
                map.clear();
                map.putAll(entries);
                return map;
            } catch (RuntimeException e) {
                if (deaths == count || !Client.isOfADeath(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * A new object of a class of the program, which is a task.
     *
     * @param type the class's name
     * @throws IllegalArgumentException if there is no such class, or no constructor that takes
     *     these
     * @throws IllegalStateException if the thread is interrupted meanwhile, which it then stays
     */
    @SuppressWarnings("unchecked") // the cell says what the task returns
    public synchronized <T> Callable<T> task(String type, Object... arguments) {
        try {
            if (client == null) {
                start();
            }
            return (Callable<T>) client.make(type, arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the cluster started.", e);
        }
    }

    /**
     * A new object of a class of the program for each of these arguments, made and failing as
     * {@link #task} does.
     */
    public <T> List<Callable<T>> tasks(String type, List<?> arguments) {
        return arguments.stream().map(argument -> this.<T>task(type, argument)).toList();
    }

    /** A task that holds its member up for so long, without computing, and returns that number. */
    public static Callable<Integer> nap(int millis) {
        return new Nap(millis);
    }

    private record Nap(int millis) implements Callable<Integer>, Serializable {
        @Override
        public Integer call() throws InterruptedException {
            Thread.sleep(millis);
            return millis;
        }
    }

    /**
     * How many bytes an object is when Java has written it.
     *
     * @throws IllegalArgumentException if it is not serialisable
     */
    public static int bytes(Object object) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new IllegalArgumentException("This cannot be written as bytes: " + e + ".", e);
        }
        return bytes.size();
    }

    /**
     * Kills a member: its process ends at once, without a word to anybody.
     *
     * @throws IllegalArgumentException if there is no member of that name
     */
    public synchronized void kill(String name) {
        members.stream()
                .filter(member -> member.name().equals(name) && member.isAlive())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no member " + name + ", but " + names() + "."))
                .end();
    }
}
