package workbench.internal.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import workbench.internal.kernel.Calm;

/**
 * The server behind the local services: HTTP/1.1 and cleartext HTTP/2 (by prior knowledge or by
 * upgrade) on a free port of the loopback interface, with a latency that costs a timer and no
 * thread. It is controlled by lines (times in nanoseconds):
 *
 * <pre>
 * latency NANOS
 * jitter NANOS SEED
 * one-at-a-time true|false
 * rate-limit PER-SECOND
 * fault SEED JSON           the JSON of a Misbehaviour
 * clear-faults
 * stall NANOS
 * counters                  answers with the JSON of the Counters
 * reset
 * </pre>
 *
 * <p>Two daemon platform threads do everything: one accepts, the other reads, waits and writes. So
 * the service leaves the cores, and the virtual threads' scheduler, to the client that is being
 * looked at. Helidon would answer on virtual threads, which compete with the reader's; Vert.x,
 * which stands on Netty too, would do the same as this with more threads and jars. Thread-safe.
 */
final class LocalServer implements Backend {
    private static final String HOST = "127.0.0.1";

    /** Asks for more than systems allow: each cuts it to its own limit. */
    private static final int BACKLOG = 16_384;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    static {
        // From a network card's address Netty makes ids of connections, which nothing here reads.
        // On a machine with no network it finds none, and would warn in the reader's cell.
        if (System.getProperty("io.netty.machineId") == null) {
            System.setProperty("io.netty.machineId", "02:00:00:00:00:00");
        }
    }

    private final Behaviour behaviour;
    private final Turns turns = new Turns();
    private final Tally tally = new Tally();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final SingleThreadIoEventLoop acceptor;
    private final SingleThreadIoEventLoop worker;
    private final ChannelGroup connections;
    private final Channel channel;

    /**
     * @param name what its threads are called
     * @throws UncheckedIOException where it cannot listen, or does not answer itself in time
     */
    LocalServer(String name, Answers answers) {
        this(name, answers, LIMIT);
    }

    /**
     * @param limit how long it may take to answer its own first question
     */
    LocalServer(String name, Answers answers, Duration limit) {
        behaviour = new Behaviour(answers);
        acceptor = loop(name + " acceptor");
        worker = loop(name);
        connections = new DefaultChannelGroup(worker, true);
        var bound =
                new ServerBootstrap()
                        .group(acceptor, worker)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childHandler(
                                new Connections(new Desk(behaviour, turns, tally), connections))
                        .bind(new InetSocketAddress(HOST, 0))
                        .awaitUninterruptibly();
        channel = bound.channel();
        if (!bound.isSuccess()) {
            stop();
            throw failure("cannot listen", bound.cause());
        }
        warmUp(limit);
    }

    private static UncheckedIOException failure(String what, Throwable cause) {
        return new UncheckedIOException(
                new IOException(
                        "The local service "
                                + what
                                + " on the loopback interface: "
                                + cause.getMessage()
                                + ".",
                        cause));
    }

    /** Loads what a first answer needs, so that the first one of the reader is not late. */
    private void warmUp(Duration limit) {
        var millis = (int) limit.toMillis();
        try (var socket = new Socket()) {
            socket.connect(channel.localAddress(), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            close();
            throw failure("does not answer", e);
        }
        command("reset");
    }

    private SingleThreadIoEventLoop loop(String name) {
        return new SingleThreadIoEventLoop(
                null,
                task -> {
                    var thread = new FastThreadLocalThread(task, name);
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                },
                NioIoHandler.newFactory());
    }

    @Override
    public String base() {
        var address = (InetSocketAddress) channel.localAddress();
        return "http://" + HOST + ":" + address.getPort();
    }

    /**
     * @throws IllegalArgumentException where it is no command, or lacks something
     */
    @Override
    public String command(String line) {
        var words = line.split(" ", 3);
        try {
            return switch (words[0]) {
                case "counters" -> {
                    settle();
                    yield CountersJson.write(tally.counters());
                }
                case "reset" -> {
                    settle();
                    tally.reset();
                    yield "ok";
                }
                default -> {
                    set(words);
                    yield "ok";
                }
            };
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("Not a command: " + line, e);
        }
    }

    private void set(String[] words) {
        switch (words[0]) {
            case "latency" -> behaviour.latency(Long.parseLong(words[1]));
            case "jitter" -> behaviour.jitter(Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "one-at-a-time" -> turns.oneAtATime(Boolean.parseBoolean(words[1]));
            case "rate-limit" -> behaviour.rateLimit(Integer.parseInt(words[1]));
            case "fault" ->
                    behaviour.fault(Integer.parseInt(words[1]), Misbehaviour.fromJson(words[2]));
            case "clear-faults" -> behaviour.clearFaults();
            case "stall" -> behaviour.stall(Long.parseLong(words[1]));
            default -> throw new IllegalArgumentException("Not a command: " + words[0]);
        }
    }

    /** How many are open, for tests. */
    int connections() {
        return connections.size();
    }

    /** Answers that a client may already have seen are counted when this returns. */
    private void settle() {
        if (!worker.isShuttingDown()) {
            worker.submit(() -> {}).awaitUninterruptibly();
        }
    }

    /** Closes every connection; when it returns, the port is free and no thread is left. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        // An event loop that ends while it is busy would leave its connections open.
        connections.close().awaitUninterruptibly();
        stop();
    }

    private void stop() {
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        worker.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        Calm.join(threads);
    }
}
