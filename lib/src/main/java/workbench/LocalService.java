package workbench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import workbench.internal.text.Text;

/**
 * A web service that the notebooks talk to, and its controls. It runs in this JVM, in one of its
 * own, or is a real one far away, which has no controls.
 *
 * <p>A local one listens on the loopback interface only, speaks HTTP/1.1 and cleartext HTTP/2 on
 * one port, and is kept by one thread, which waits for nothing: a latency costs a timer. Its
 * controls take effect for requests that come later. Thread-safe.
 */
public abstract sealed class LocalService implements AutoCloseable
        permits GenreService, PageService {
    /** Where the service really is. */
    interface Backend extends AutoCloseable {
        String base();

        /** Carries out one line, answers one line. */
        String command(String line);

        @Override
        void close();
    }

    private record Remote(String base, String variable) implements Backend {
        @Override
        public String command(String line) {
            throw new UnsupportedOperationException("Only a local service can be told how to"
                    + " behave: unset " + variable + " where you started JupyterLab, and start that"
                    + " again.");
        }

        @Override
        public void close() {}
    }

    /**
     * What a chosen service is asked first, to see whether it is one.
     *
     * @param variable the environment variable that holds its address
     * @param what one of what it gives
     * @param longest how many bytes of the answer are read at most
     * @param redirects whether it may send to another http(s) address
     * @param trouble what is wrong with an answer; empty if nothing is
     */
    record Question(String variable, String what, int longest, boolean redirects,
            UnaryOperator<String> trouble) {}

    /** How long the whole answer to the first question may take. */
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<LocalService> OPEN = ConcurrentHashMap.newKeySet();

    private final Supplier<Backend> open;
    private Backend backend; // null from closeAll() until the next use; guarded by this

    LocalService(Supplier<Backend> open) {
        this.open = open;
        backend();
    }

    private synchronized Backend backend() {
        if (backend == null) {
            backend = open.get();
            OPEN.add(this);
        }
        return backend;
    }

    /**
     * Closes all services that are open, also those which no variable holds any more: a cell that
     * opens one may have been run twice. Whoever uses one of them after that opens it anew, as it
     * was at first and at another address, so that a notebook's cells can still be run.
     */
    public static void closeAll() {
        OPEN.forEach(LocalService::rest);
    }

    private synchronized void rest() {
        if (OPEN.remove(this)) {
            backend.close();
            backend = null;
        }
    }

    /**
     * The service at this address; a local one where there is none, or where the answer to the
     * first question is not what it should be: then a sentence on standard output says why.
     */
    static <S extends LocalService> S chosen(String base, Function<String, S> at,
            Supplier<S> local, Question first, Duration patience) {
        if (base == null || base.isBlank()) {
            return local.get();
        }
        var chosen = at.apply(base);
        var trouble = trouble(chosen.url(0), first, patience);
        if (trouble.isEmpty()) {
            return chosen;
        }
        chosen.close();
        System.out.println(first.variable + " is \"" + base.strip() + "\", which gives no "
                + first.what + " (" + trouble + "): the local service answers instead.");
        return local.get();
    }

    /** What is wrong with the answer from an address; empty if nothing is. */
    private static String trouble(String url, Question first, Duration patience) {
        var client = new OkHttpClient.Builder().callTimeout(patience)
                .followRedirects(first.redirects).build();
        try {
            var request = new Request.Builder().url(url)
                    .header("User-Agent", "java-concurrency-notebooks").build();
            try (var response = client.newCall(request).execute()) {
                return response.code() == 200
                        ? first.trouble.apply(response.peekBody(first.longest).string())
                        : "it answers " + response.code();
            }
        } catch (IOException | IllegalArgumentException e) {
            // The second is what OkHttp makes of a port that is none, or a negative Content-Length.
            var why = Objects.requireNonNullElse(e.getMessage(), "its answer cannot be read");
            return Text.shorten(why.replaceAll("\\p{C}", "?"), 200);
        } finally {
            client.connectionPool().evictAll();
        }
    }

    /** A server with the latency that a service has at first. */
    static Backend withLatency(LocalServer server) {
        server.command("latency " + Duration.ofMillis(200).toNanos());
        return server;
    }

    /** @param variable the environment variable that held it, to be named when it is wrong */
    static Backend remote(String base, String variable) {
        URI uri = null;
        try {
            uri = URI.create(base.strip());
        } catch (IllegalArgumentException e) {
            // Told below, like every other wrong address.
        }
        if (uri == null || uri.getHost() == null
                || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException(variable + " is \"" + base + "\": it must be an"
                    + " address such as https://example.org, or not be set.");
        }
        return new Remote(uri.toString().replaceFirst("/+$", ""), variable);
    }

    /** Address of one thing that the service gives, a random one. */
    public abstract String url();

    /** Address of the one that belongs to a seed; at a real service, of a random one. */
    public final String url(int seed) {
        return url() + "?seed=" + seed;
    }

    /** Address without a path and without a slash at its end, such as http://127.0.0.1:41234. */
    public String base() {
        return backend().base();
    }

    /** Whether this is a local service, in this JVM or its own, that has controls. */
    public boolean isLocal() {
        return !(backend() instanceof Remote);
    }

    /** Time from a request's arrival to its answer, the same for every request. */
    public void latency(Duration latency) {
        backend().command("latency " + nanos(latency, "latency"));
    }

    /**
     * Adds to the latency of each request a time between zero and this, the same for the same
     * seed each time.
     */
    public void jitter(Duration jitter) {
        backend().command("jitter " + nanos(jitter, "jitter"));
    }

    private static long nanos(Duration duration, String what) {
        if (duration.isNegative() || duration.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("The " + what + " lies between zero and ten"
                    + " minutes, not " + duration + ".");
        }
        return duration.toNanos();
    }

    /** From now on answers requests with this seed with a fault, in place of an earlier one. */
    public void fault(int seed, Fault fault) {
        backend().command("fault " + seed + " " + fault.kind + " " + fault.status + " "
                + fault.retryAfter + " " + fault.times + " " + Base64.getEncoder()
                        .encodeToString(fault.text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Heals every fault. */
    public void clearFaults() {
        backend().command("clear-faults");
    }

    /**
     * Answers 429 Too Many Requests, with a Retry-After header, to what exceeds this many
     * requests in any one second.
     *
     * @param perSecond 0 for no limit, as at the start
     */
    public void rateLimit(int perSecond) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("A rate limit is zero (none) or more, not "
                    + perSecond + ".");
        }
        backend().command("rate-limit " + perSecond);
    }

    /** Whether requests are answered strictly one after another, as by a single busy thread. */
    public void oneAtATime(boolean oneAtATime) {
        backend().command("one-at-a-time " + oneAtATime);
    }

    /** What the service saw; all zero where it is not a local one. */
    public Counters counters() {
        return isLocal() ? Counters.fromLine(backend().command("counters"))
                : new Counters(0, 0, 0, 0, 0, Collections.emptySortedMap(), 0, Duration.ZERO);
    }

    /** Starts counting anew; does nothing where it is not a local service. */
    public void resetCounters() {
        if (isLocal()) {
            backend().command("reset");
        }
    }

    /** Stops a local service for good, and waits until it is gone; nothing the second time. */
    @Override
    public synchronized void close() {
        backend().close();
        OPEN.remove(this);
    }

    /** The whole life of a service in its own process. */
    static void main(String name, String[] arguments, IntFunction<LocalServer> open)
            throws IOException {
        var port = 0;
        var latency = 200;
        var stay = false;
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--port" -> port = Objects.checkIndex(
                            Integer.parseInt(arguments[++i]), 1 << 16);
                    case "--latency-ms" -> latency = Objects.checkIndex(
                            Integer.parseInt(arguments[++i]), 600_001);
                    case "--stay" -> stay = true;
                    default -> throw new IllegalArgumentException();
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            System.err.println("Usage: " + name + " [--port N] [--latency-ms N] [--stay]\n"
                    + "Prints its address and serves until its standard input ends, with --stay"
                    + " until it is stopped.");
            System.exit(2);
        }
        try (var server = open.apply(port)) {
            server.command("latency " + latency * 1_000_000L);
            System.out.println(server.base());
            var lines = new BufferedReader(
                    new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    System.out.println(server.command(line));
                } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                    System.out.println("not understood: " + line);
                }
            }
            if (stay) {
                new CountDownLatch(1).await();
            }
        } catch (UncheckedIOException e) {
            System.err.println(e.getCause().getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
