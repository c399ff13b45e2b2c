package workbench;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * The event loop that notebook 05 builds, in one class: a queue of callbacks, timers and a
 * selector. Notebook 06 uses it.
 *
 * <p>It belongs to the thread that calls {@link #run()}, and its callbacks run there. Only {@link
 * #comeBack} may be called by any thread.
 */
public final class Loop implements AutoCloseable {

    /** How long a {@link #get} may take at most, and what others do for the loop. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private record Timer(long due, Step callback) {}

    private final Queue<Step> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::due));
    private final Set<Talk> talks = new HashSet<>();
    private final Set<Away<?>> away = new HashSet<>();
    private final Selector selector = Selector.open();
    private final long start = System.nanoTime();

    /**
     * @throws IOException if no selector can be opened
     */
    public Loop() throws IOException {}

    /** Runs the callback in the next turn, and wakes the loop for it. The thread may be any. */
    public void comeBack(Step callback) {
        ready.add(callback);
        selector.wakeup();
    }

    /**
     * Runs the callback when this time has passed, or later.
     *
     * @return takes the timer away, if it has not run yet
     */
    public Runnable after(Duration delay, Step callback) {
        var timer = new Timer(now() + delay.toNanos(), callback);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Asks for a genre; the outcome comes within ten seconds. Never throws. */
    public void get(GenreService service, int seed, BiConsumer<String, Throwable> outcome) {
        get(service, seed, LIMIT, outcome);
    }

    /** Asks for a genre; the outcome, it or a failure, comes within the limit. Never throws. */
    public void get(
            GenreService service, int seed, Duration limit, BiConsumer<String, Throwable> outcome) {
        try {
            var server = service.address();
            var question = service.question(seed);
            var talk = new Talk(selector, ready, outcome::accept);
            talks.add(talk);
            var taken = after(limit, () -> talk.fail(late("no answer", limit)));
            talk.atEnd(taken);
            talk.atEnd(() -> talks.remove(talk));
            ask(talk, server, question, service);
        } catch (IOException | RuntimeException e) {
            ready.add(() -> outcome.accept(null, e));
        }
    }

    private static void ask(
            Talk talk, SocketAddress server, ByteBuffer question, GenreService service) {
        var channel = talk.channel();
        var answer = ByteBuffer.allocate(4_000);
        Step receive =
                () -> {
                    if (channel.read(answer) < 0 || !answer.hasRemaining()) {
                        talk.end(service.genre(answer));
                    }
                };
        Step send =
                () -> {
                    channel.write(question);
                    if (!question.hasRemaining()) { // or else it goes on when there is room
                        talk.on(SelectionKey.OP_READ, receive);
                    }
                };
        talk.connect(server, () -> talk.on(SelectionKey.OP_WRITE, send));
    }

    /**
     * Gives a job to others, and comes back with its outcome; the loop does not end before that. A
     * job that takes more than ten seconds is cancelled, and so is one that is away when the loop
     * is closed: its thread is interrupted.
     *
     * @param outcome what the job returned, or what it threw; run by the loop
     */
    public <T> void elsewhere(Executor others, Callable<T> job, BiConsumer<T, Throwable> outcome) {
        var task = new Away<>(job, outcome);
        away.add(task);
        task.deadline = after(LIMIT, () -> task.cancel(true));
        try {
            others.execute(task);
        } catch (RuntimeException refused) {
            task.setException(refused);
        }
    }

    /** The same for a job that has no outcome but a failure, which is printed. */
    public void elsewhere(Executor others, Step job) {
        this.<Void>elsewhere(
                others,
                () -> {
                    job.attempt();
                    return null;
                },
                (nothing, failure) -> {});
    }

    /** A job that others do. */
    private final class Away<T> extends FutureTask<T> {
        private final BiConsumer<T, Throwable> outcome;
        private Runnable deadline = () -> {};

        Away(Callable<T> job, BiConsumer<T, Throwable> outcome) {
            super(job);
            this.outcome = outcome;
        }

        @Override
        protected void setException(Throwable failure) {
            super.setException(failure);
        }

        @Override
        protected void done() {
            comeBack(() -> {
                deadline.run();
                away.remove(this);
                switch (state()) {
                    case SUCCESS -> outcome.accept(resultNow(), null);
                    case FAILED -> outcome.accept(null, exceptionNow());
                    default -> outcome.accept(null, late("the job did not end", LIMIT));
                }
            });
        }
    }

    private static TimeoutException late(String what, Duration limit) {
        return new TimeoutException(what + " within " + limit.toMillis() + " ms");
    }

    /**
     * Takes turns until nothing is ready and nothing waits any more.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void run() throws Exception {
        while (!ready.isEmpty() || !timers.isEmpty() || Talk.anyOn(selector)) {
            turn();
        }
    }

    private void turn() throws Exception {
        while (!timers.isEmpty() && timers.peek().due() <= now()) {
            ready.add(timers.remove().callback());
        }
        if (!ready.isEmpty()) {
            selector.wakeup(); // then select does not wait
        }
        Timeline.waits(
                () -> selector.select(key -> ready.add((Step) key.attachment()), untilNext()));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (int n = ready.size(); n > 0; n--) {
            ready.remove().attempt();
        }
    }

    private long untilNext() {
        return timers.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(1, Math.ceilDiv(timers.peek().due() - now(), 1_000_000));
    }

    private long now() {
        return System.nanoTime() - start;
    }

    /**
     * Closes all connections, and cancels the jobs that are elsewhere. Callbacks that have not run
     * by now never do.
     */
    @Override
    public void close() throws IOException {
        away.forEach(task -> task.cancel(true));
        Set.copyOf(talks).forEach(talk -> talk.fail(new IOException("the loop was closed")));
        Talk.closeAll(selector);
    }
}
