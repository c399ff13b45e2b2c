package workbench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import workbench.Exchange.Reply;

/**
 * The server behind the local services: HTTP/1.1 and cleartext HTTP/2 (by prior knowledge or by
 * upgrade) on one port of the loopback interface, with a latency that costs a timer and no thread.
 *
 * <p>Two daemon platform threads do everything: one accepts, the other reads, waits and writes. So
 * the service leaves the cores, and the virtual threads' scheduler, to the client that is being
 * looked at. It stands on Netty itself, without Vert.x (which stands on Netty too) in between: that
 * takes fewer jars, and an answer can be stalled or broken off at will. Helidon answers on virtual
 * threads, which would compete with the reader's.
 */
final class LocalServer implements LocalService.Backend {
    private static final String HOST = "127.0.0.1";
    static final int MOST_STREAMS = 1_000_000;
    /** Asks for more than systems allow: each cuts it to its own limit. */
    private static final int BACKLOG = 16_384;

    static {
        // From a network card's address Netty makes ids of connections, which nothing here reads.
        // On a machine with no network it finds none, and would warn in the reader's cell.
        if (System.getProperty("io.netty.machineId") == null) {
            System.setProperty("io.netty.machineId", "02:00:00:00:00:00");
        }
    }

    /**
     * What the service says. Called on the event loop: it must not block. An
     * IllegalArgumentException is answered with status 400.
     */
    interface Answers {
        /** The seed whose faults hit this request, or null for none. */
        Integer seed(String path, String query);

        /** @param text what to use in place of the seed's own genre or title, or null */
        Reply answer(String path, String query, Integer seed, String text);
    }

    private record Planted(Fault fault, AtomicInteger left) {}

    final Tally tally = new Tally();
    /** How long a stalled answer waits for its client to give up. */
    volatile Duration stall = Duration.ofSeconds(60);
    private final Answers answers;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final SingleThreadIoEventLoop acceptor;
    private final SingleThreadIoEventLoop worker;
    private final Channel channel;
    private final Map<Integer, Planted> faults = new ConcurrentHashMap<>();
    private final AtomicInteger unseeded = new AtomicInteger();
    /** When the latest requests were let through; guarded by itself, as the rate is. */
    private final ArrayDeque<Long> passed = new ArrayDeque<>();
    private int rate;
    /** Requests that are answered one at a time: the head is in work. Guarded by itself. */
    private final ArrayDeque<Exchange> line = new ArrayDeque<>();
    private volatile boolean oneAtATime;
    private volatile long latency;
    private volatile long jitter;

    LocalServer(String name, int port, Answers answers) {
        this.answers = answers;
        acceptor = loop(name + " acceptor");
        worker = loop(name);
        var bound = new ServerBootstrap().group(acceptor, worker)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        connected(child);
                    }
                })
                .bind(new InetSocketAddress(HOST, port))
                .awaitUninterruptibly();
        channel = bound.channel();
        if (!bound.isSuccess()) {
            stop();
            throw new UncheckedIOException(new IOException("The local service cannot listen on "
                    + "port " + port + " (" + bound.cause().getMessage() + "): name another port,"
                    + " or 0 for any that is free."));
        }
        warmUp();
    }

    /** Loads what a first answer needs, so that the first one of the reader is not late. */
    private void warmUp() {
        var address = (InetSocketAddress) channel.localAddress();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(new IOException("The local service does not answer"
                    + " on the loopback interface: " + e.getMessage() + ".", e));
        }
        command("reset");
    }

    private SingleThreadIoEventLoop loop(String name) {
        return new SingleThreadIoEventLoop(null, task -> {
            var thread = new FastThreadLocalThread(task, name);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        }, NioIoHandler.newFactory());
    }

    private void connected(Channel child) {
        tally.opened();
        child.closeFuture().addListener(_ -> tally.closed());
        var from = new Tally.Connection();
        var http1 = new HttpServerCodec();
        var upgrade = new HttpServerUpgradeHandler(http1, protocol ->
                AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                        ? new Http2ServerUpgradeCodec(Http2.connection(this, from)) : null);
        var priorKnowledge = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(Http2.connection(LocalServer.this, from))
                        .remove(Http1.class);
            }
        };
        child.pipeline()
                .addLast(new CleartextHttp2ServerUpgradeHandler(http1, upgrade, priorKnowledge))
                .addLast(new Http1(this, from));
    }

    /** A request's head is here; called on the exchange's event loop. */
    void received(Exchange exchange, String method, String target) {
        tally.received(exchange.connection);
        var cut = target.indexOf('?');
        var path = cut < 0 ? target : target.substring(0, cut);
        var query = cut < 0 ? "" : target.substring(cut + 1);
        Integer seed = null;
        try {
            seed = answers.seed(path, query);
            exchange.reply = reply(exchange, method, path, query, seed);
        } catch (IllegalArgumentException e) {
            exchange.reply = Reply.text(400, "Not understood: " + e.getMessage() + "\n");
        }
        exchange.delay = latency + jitter(seed);
        synchronized (line) {
            if (oneAtATime || !line.isEmpty()) {
                line.add(exchange);
                if (line.size() > 1) {
                    return;
                }
            }
        }
        answerLater(exchange, exchange.received);
    }

    private Reply reply(Exchange exchange, String method, String path, String query,
            Integer seed) {
        if (!method.equals("GET")) {
            return Reply.text(405, "This service answers GET only.\n").with("Allow", "GET");
        }
        if (!passes()) {
            // Places come free within a second, and the header counts in whole seconds.
            return Reply.text(429, "Too many requests.\n").with("Retry-After", "1");
        }
        var fault = seed == null ? null : take(seed);
        if (fault == null) {
            return answers.answer(path, query, seed, null);
        }
        exchange.fault = fault.kind;
        return switch (fault.kind) {
            case STATUS -> Reply.text(fault.status, "A planted fault.\n");
            case TOO_MANY_REQUESTS -> Reply.text(429, "Too many requests.\n").with("Retry-After",
                    Long.toString(fault.retryAfter.plusNanos(999_999_999).toSeconds()));
            case TEXT -> answers.answer(path, query, seed, fault.text);
            case MALFORMED -> answers.answer(path, query, seed, null).half();
            case STALLED, CLOSED -> answers.answer(path, query, seed, null);
        };
    }

    private Fault take(int seed) {
        var planted = faults.get(seed);
        return planted == null || planted.left.getAndDecrement() <= 0 ? null : planted.fault;
    }

    /** Whether the rate limit lets one more through: never more than it in any one second. */
    private boolean passes() {
        synchronized (passed) {
            if (rate == 0) {
                return true;
            }
            var now = System.nanoTime();
            while (!passed.isEmpty() && now - passed.peek() >= 1_000_000_000L) {
                passed.poll();
            }
            return passed.size() < rate && passed.add(now);
        }
    }

    /** The same for the same seed; without one, the same for the same place in the order. */
    long jitter(Integer seed) {
        var mixed = (seed == null ? ~unseeded.getAndIncrement() : seed) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return (long) ((mixed >>> 11) * 0x1p-53 * jitter);
    }

    private void answerLater(Exchange exchange, long from) {
        exchange.loop.schedule(exchange, Math.max(0, from + exchange.delay - System.nanoTime()),
                TimeUnit.NANOSECONDS);
    }

    /** An exchange is answered, or will not be: the next in line has its turn. */
    void over(Exchange exchange) {
        Exchange next;
        synchronized (line) {
            if (line.peek() != exchange) {
                line.remove(exchange);
                return;
            }
            line.poll();
            next = line.peek();
        }
        if (next != null && !next.loop.isShuttingDown()) {
            answerLater(next, System.nanoTime());
        }
    }

    /** The number behind {@code seed=}, or null where there is none. */
    static Integer seed(String query) {
        for (var part : query.split("&")) {
            if (part.startsWith("seed=")) {
                return Integer.valueOf(part.substring(5));
            }
        }
        return null;
    }

    /** The lines of a text file of this jar. */
    static Stream<String> lines(String resource) {
        try (var bytes = LocalServer.class.getResourceAsStream(resource)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String base() {
        var address = (InetSocketAddress) channel.localAddress();
        return "http://" + HOST + ":" + address.getPort();
    }

    /** The one way to control it, the same for a server in another process. */
    @Override
    public String command(String line) {
        var words = line.split(" ");
        switch (words[0]) {
            case "latency" -> latency = Long.parseLong(words[1]);
            case "jitter" -> jitter = Long.parseLong(words[1]);
            case "one-at-a-time" -> oneAtATime = Boolean.parseBoolean(words[1]);
            case "rate-limit" -> {
                synchronized (passed) {
                    rate = Integer.parseInt(words[1]);
                    passed.clear();
                }
            }
            case "fault" -> {
                var fault = new Fault(Fault.Kind.valueOf(words[2]), Integer.parseInt(words[3]),
                        Duration.parse(words[4]), words.length < 7 ? "" : new String(
                                Base64.getDecoder().decode(words[6]), StandardCharsets.UTF_8),
                        Integer.parseInt(words[5]));
                faults.put(Integer.parseInt(words[1]),
                        new Planted(fault, new AtomicInteger(fault.times)));
            }
            case "clear-faults" -> faults.clear();
            case "reset" -> {
                settle();
                tally.reset();
            }
            case "counters" -> {
                settle();
                return tally.counters().toLine();
            }
            default -> throw new IllegalArgumentException("Not a command: " + line);
        }
        return "ok";
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
        stop();
    }

    private void stop() {
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        worker.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        var interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
