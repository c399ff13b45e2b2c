package workbench.internal.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbench.internal.program.JavaCode;
import workbench.internal.program.LineProcess;
import workbench.internal.text.Places;
import workbench.internal.text.Text;

/** A member of a cluster: a JVM of bounded heap, which ends with this JVM. Thread-safe. */
public final class Member {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * More than half of the processor's time for a start went to the second compiler. So a method
     * has to run ten times as often as usual before that one compiles it; but not those that
     * compute the powers.
     */
    private static final List<String> COMPILER =
            List.of(
                    "-XX:Tier4InvocationThreshold=50000",
                    "-XX:Tier4MinInvocationThreshold=6000",
                    "-XX:Tier4CompileThreshold=150000",
                    "-XX:Tier4BackEdgeThreshold=400000",
                    "-XX:CompileCommand=quiet",
                    "-XX:CompileCommand=CompileThresholdScaling,java.math.*::*,0.1");

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
                    "-Dhazelcast.config.schema.validation.enabled=false",
                    "-Dhazelcast.health.monitoring.level=OFF",
                    "-Dhz.metrics.enabled=false",
                    "-Dhazelcast.wait.seconds.before.join=0",
                    "-Dhazelcast.partition.count=31",
                    "-Dhazelcast.socket.bind.any=false",
                    "-Dhazelcast.local.localAddress=127.0.0.1",
                    "-Dhz.network.port.auto-increment=false",
                    "-Dhz.network.join.auto-detection.enabled=false",
                    "-Dhz.network.join.multicast.enabled=false");

    private final String name;
    private final int port;
    private final LineProcess process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

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
        command.add(JavaCode.java());
        command.addAll(COMPILER);
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
            process = new LineProcess("member " + name, command, this::take);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "A member cannot be started: " + e.getMessage() + ".", e);
        }
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

    private void take(String line) {
        if (line.equals(MemberMain.READY) || line.equals(LineProcess.END)) {
            ready.complete(line.equals(MemberMain.READY));
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
                throw new IllegalStateException(
                        "Member " + name + " did not start" + process.said() + ".");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            end();
            throw new IllegalStateException(
                    "Member " + name + " was no member after " + Text.time(LIMIT) + ".", e);
        }
    }

    /** Ends it by force; when this returns, no process and no thread of it is left. */
    public void end() {
        process.end();
    }
}
