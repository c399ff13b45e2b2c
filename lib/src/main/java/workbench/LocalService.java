package workbench;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import workbench.internal.server.Backend;
import workbench.internal.server.CountersJson;
import workbench.internal.server.Kind;
import workbench.internal.server.Opened;
import workbench.internal.server.Remote;

/**
 * A web service that the notebooks talk to, and its controls. It runs in this JVM, in one of its
 * own, or is a real one far away, which has no controls.
 *
 * <p>A local one listens on the loopback interface only, speaks HTTP/1.1 and cleartext HTTP/2 on
 * one port, and is kept by one thread, which waits for nothing: a latency costs a timer. Its
 * controls take effect for requests that come later.
 *
 * <p>What a cell opens in the declaration of a variable, such as {@code var far =
 * GenreService.ownProcess();}, is closed when that variable is declared anew, as by running the
 * cell again; {@link #closeAll()} closes whatever is open.
 *
 * <p>All methods are thread-safe. The controls throw an UnsupportedOperationException where the
 * service is a real one, and an IllegalStateException where it was closed with {@link #close()}, or
 * where its process has ended or does not answer.
 */
public abstract class LocalService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Kind kind;
    private final Opened opened;
    private final boolean isLocal;
    private volatile Duration latency = Kind.LATENCY;

    /** Takes a setting back when it is closed, at the end of a {@code try}. */
    public interface Undo extends AutoCloseable {
        @Override
        void close();
    }

    LocalService(Kind kind, Supplier<Backend> open) {
        this.kind = kind;
        opened = new Opened(getClass(), open);
        isLocal = !(opened.backend() instanceof Remote);
    }

    /**
     * Closes all services that are open, also those which no variable holds any more. Whoever uses
     * one of them after that opens it anew, with its settings and at another address, so that a
     * notebook's cells can still be run.
     */
    public static void closeAll() {
        Opened.restAll();
    }

    /**
     * The service at this address; a local one where there is none, or where the answer to the
     * first question is not what it should be: then a sentence on standard output says why.
     *
     * @param service makes one from what opens its backend
     */
    static <S> S chosen(
            Kind kind, String base, Duration patience, Function<Supplier<Backend>, S> service) {
        if (base == null || base.isBlank()) {
            return service.apply(kind::open);
        }
        var chosen = Remote.at(base, kind.variable());
        var question = kind.question();
        var problem = question.problemAt(chosen.base() + kind.path(), patience);
        if (problem.isEmpty()) {
            return service.apply(() -> chosen);
        }
        System.out.println(
                kind.variable()
                        + " is \""
                        + base.strip()
                        + "\", which gives no "
                        + question.what()
                        + " ("
                        + problem
                        + "): the local service answers instead.");
        return service.apply(kind::open);
    }

    /** Address of one thing that the service gives, a random one. */
    public final String url() {
        return base() + kind.path();
    }

    /** Address of the one that belongs to a seed; at a real service, of a random one. */
    public final String url(int seed) {
        return url() + "?seed=" + seed;
    }

    /**
     * Address without a path and without a slash at its end, such as http://127.0.0.1:41234. After
     * {@link #close()} it is still the one that it was, and nobody answers there.
     */
    public final String base() {
        return opened.base();
    }

    /** Whether this is a local service, in this JVM or its own, that has controls. */
    public final boolean isLocal() {
        return isLocal;
    }

    /**
     * Sets the time from a request's arrival to its answer, the same for every request.
     *
     * @param latency 200 ms at first
     * @throws IllegalArgumentException unless it lies between zero and ten minutes
     */
    public final void latency(Duration latency) {
        opened.set("latency", nanos(latency, "latency"));
        this.latency = latency;
    }

    /**
     * Sets the latency until what is returned is closed: then it is again what it was.
     *
     * @throws IllegalArgumentException unless it lies between zero and ten minutes
     */
    public final Undo withLatency(Duration latency) {
        var before = this.latency;
        latency(latency);
        return () -> latency(before);
    }

    /**
     * Adds to the latency of each request a time of its own between zero and this, each equally
     * likely. The same as {@link #jitter(Duration, long)} with seed 0: also a notebook that is run
     * again sees the same times.
     *
     * @param jitter zero at first
     * @throws IllegalArgumentException unless it lies between zero and ten minutes
     */
    public final void jitter(Duration jitter) {
        jitter(jitter, 0);
    }

    /**
     * Adds to the latency of each request a time of its own between zero and this, each equally
     * likely, also to a request for what was asked before. The n-th request from now on has the
     * same addition whenever the seed is the same; which request is the n-th, where several are
     * under way, is up to them.
     *
     * @param jitter zero at first
     * @param seed any number; another one for other times
     * @throws IllegalArgumentException unless the jitter lies between zero and ten minutes
     */
    public final void jitter(Duration jitter, long seed) {
        opened.set("jitter", nanos(jitter, "jitter") + " " + seed);
    }

    private static long nanos(Duration duration, String what) {
        if (duration.isNegative() || duration.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " lies between zero and ten"
                            + " minutes, not "
                            + duration
                            + ".");
        }
        return duration.toNanos();
    }

    /** From now on answers requests with this seed with a fault, in place of an earlier one. */
    public final void fault(int seed, Fault fault) {
        opened.set("fault " + seed, fault.misbehaviour.toJson());
    }

    /**
     * Answers requests with this seed with a fault until what is returned is closed: then every
     * fault is taken back.
     */
    public final Undo withFault(int seed, Fault fault) {
        fault(seed, fault);
        return this::clearFaults;
    }

    /** Takes every fault back. */
    public final void clearFaults() {
        opened.unset("fault ", "clear-faults");
    }

    /**
     * Answers 429 Too Many Requests, with a Retry-After header of one second, to what exceeds this
     * many requests in any one second.
     *
     * @param perSecond 0 for no limit, as at the start
     * @throws IllegalArgumentException where it is negative
     */
    public final void rateLimit(int perSecond) {
        if (perSecond < 0) {
            throw new IllegalArgumentException(
                    "A rate limit is zero (none) or more, not " + perSecond + ".");
        }
        opened.set("rate-limit", perSecond);
    }

    /** Whether requests are answered strictly one after another, as by a single busy thread. */
    public final void oneAtATime(boolean oneAtATime) {
        opened.set("one-at-a-time", oneAtATime);
    }

    /** What the service saw; all zero where it is not a local one. */
    public final Counters counters() {
        return isLocal
                ? CountersJson.read(command("counters"))
                : new Counters(0, 0, 0, 0, 0, Collections.emptySortedMap(), 0, Duration.ZERO);
    }

    /**
     * Waits until the service has seen what is asked for, for five seconds at most.
     *
     * @param seen a condition of the counters, such as {@code counters -> counters.inFlight() == 0}
     * @return the counters as they were at the last look, whether or not the condition holds
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public final Counters until(Predicate<Counters> seen) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var counters = counters();
        while (!seen.test(counters) && System.nanoTime() - end < 0) {
            Thread.sleep(1);
            counters = counters();
        }
        return counters;
    }

    /** Starts counting anew; does nothing where it is not a local service. */
    public final void resetCounters() {
        if (isLocal) {
            command("reset");
        }
    }

    /**
     * Does the work on the current thread, and returns how many requests the service had at the
     * same time meanwhile, at most; zero where it is not a local one. It starts counting anew.
     *
     * @throws Exception what the work throws
     */
    public final int mostInFlight(Callable<?> work) throws Exception {
        resetCounters();
        work.call();
        return counters().mostInFlight();
    }

    private String command(String line) {
        return opened.backend().command(line);
    }

    /**
     * Stops a local service for good, and waits until it is gone; nothing the second time. One in a
     * process of its own is given 30 seconds to end by itself, then it is ended by force; at once
     * where this thread is interrupted.
     */
    @Override
    public final void close() {
        opened.close();
    }
}
