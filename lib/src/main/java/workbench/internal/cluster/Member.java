package workbench.internal.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbench.internal.text.Places;
import workbench.internal.text.Text;

/**
 * A member of a cluster: a JVM of bounded heap, which ends with this JVM. Two daemon threads read
 * what it says, until it has ended. Thread-safe.
 */
public final class Member {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How much of what it says on standard error is kept for a message, in characters. */
    private static final int KEPT = 300;

    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-modules=java.se",
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.management/sun.management=ALL-UNNAMED",
                    "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                    "-Djava.net.preferIPv4Stack=true",
                    "-Dhazelcast.logging.type=none",
                    "-Dhazelcast.phone.home.enabled=false",
                    "-Dhazelcast.wait.seconds.before.join=0",
                    "-Dhazelcast.partition.count=31",
                    "-Dhazelcast.socket.bind.any=false",
                    "-Dhazelcast.local.localAddress=127.0.0.1",
                    "-Dhz.network.port.auto-increment=false",
                    "-Dhz.network.join.auto-detection.enabled=false",
                    "-Dhz.network.join.multicast.enabled=false");

    private final String name;
    private final int port;
    private final Process process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final StringBuilder errors = new StringBuilder(); // guarded by itself
    private final List<Thread> readers;

    /**
     * Starts one; {@link #await} waits until it is a member.
     *
     * @param name what it is called; its own code finds it in the system property "member"
     * @param main the class whose main makes it a member
     * @param classPath where that class is, with all that it needs
     * @param cluster the cluster's name
     * @param port its own
     * @param ports those of members that it may join; its own only, if it is the first
     */
    public Member(
            String name,
            String main,
            List<Path> classPath,
            String cluster,
            int port,
            List<Integer> ports) {
        this.name = name;
        this.port = port;
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-Dmember=" + name);
        command.add("-Dhz.cluster-name=" + cluster);
        command.add("-Dhz.network.port.port=" + port);
        command.add("-cp");
        command.add(
                String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(MemberMain.class.getName());
        command.add(main);
        ports.forEach(each -> command.add("127.0.0.1:" + each));
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "A member cannot be started: " + e.getMessage() + ".", e);
        }
        readers = List.of(reader("lines", this::readLines), reader("errors", this::readErrors));
    }

    /** So many ports of the loopback address that were free a moment ago. */
    public static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new IllegalStateException("No free port was found: " + e.getMessage() + ".", e);
        } finally {
            for (var socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // Nobody has used it.
                }
            }
        }
    }

    /** The place of this jar's own classes. */
    public static Path ownClasses() {
        return Places.of(Member.class);
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private Thread reader(String what, Runnable work) {
        return Thread.ofPlatform().daemon().name("member " + name + ", " + what).start(work);
    }

    private void readLines() {
        try (var from = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = from.readLine(); line != null; line = from.readLine()) {
                if (line.equals(MemberMain.READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
        ready.complete(false);
    }

    private void readErrors() {
        var some = new char[1024];
        try (var from = process.errorReader()) {
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                synchronized (errors) {
                    errors.append(some, 0, Math.min(count, KEPT - errors.length()));
                }
            }
        } catch (IOException e) {
            // It has ended: there is no more.
        }
    }

    /**
     * Waits until it is a member.
     *
     * @throws IllegalStateException if it has ended before, or is not within a minute
     */
    public void await() throws InterruptedException {
        try {
            if (!ready.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                end();
                throw new IllegalStateException("Member " + name + " did not start" + said());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            end();
            throw new IllegalStateException(
                    "Member " + name + " was no member after " + Text.time(LIMIT) + ".", e);
        }
    }

    private String said() {
        synchronized (errors) {
            var said = errors.toString().strip().replaceAll("\\s+", " ");
            return said.isEmpty() ? "." : "; it said: " + said;
        }
    }

    /** Ends it by force; when this returns, no process and no thread of it is left. */
    public void end() {
        process.destroyForcibly().onExit().join();
        try {
            for (var reader : readers) {
                reader.join(Duration.ofSeconds(1)); // the pipes end with the process
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
