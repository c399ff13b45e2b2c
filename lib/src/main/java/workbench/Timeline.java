package workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import workbench.internal.kernel.Threads;

/**
 * What each task did, when and on which thread, recorded while it runs.
 *
 * <p>A task is queued until a thread takes it up; from then on it works, or waits: for the network,
 * for another thread, for time to pass. Only waits that are marked, or that OkHttp reports, are
 * seen: a task that is ready but gets no core, or that stands before a lock, counts as working.
 *
 * <p>Thread-safe: all tasks may be recorded at the same time from any threads, platform or virtual,
 * and a snapshot may be taken while they run. It keeps no thread alive. Times are {@link
 * System#nanoTime()}'s, in nanoseconds, and count from the timeline's first event. A null for a
 * title or a name is refused with a {@link NullPointerException}.
 */
public final class Timeline {
    /** What a task was doing. */
    public enum State {
        /** No thread has taken it up yet. */
        QUEUED,
        /** It was begun, and needs something other than a core to go on. */
        WAITING,
        /** It was begun, and does not say that it waits. */
        WORKING;

        /** The name in small letters, as it is shown. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A stretch of a task in one state.
     *
     * @param start since the timeline's first event
     * @param end since the timeline's first event; not before the start
     */
    public record Span(State state, Duration start, Duration end) {}

    /**
     * A recorded task.
     *
     * @param thread the name of the thread that ran it, made up from the thread's number where it
     *     has none of its own; empty if no thread has taken it up, or none has to
     * @param threadId the thread's number in this JVM, 0 if there is none
     * @param virtual whether that thread is a virtual one
     * @param ended whether the task had ended; if not, its last state goes on
     * @param failed whether the task ended with an exception
     * @param spans without gap or overlap, in the order of time, never empty
     */
    public record Task(
            String name,
            String thread,
            long threadId,
            boolean virtual,
            boolean ended,
            boolean failed,
            List<Span> spans) {
        /** Its first event, counted from the timeline's first one. */
        public Duration start() {
            return spans.getFirst().start();
        }

        /** When a thread took it up, or its end if none has; counted as the start is. */
        public Duration begun() {
            return spans.stream()
                    .filter(span -> span.state() != State.QUEUED)
                    .findFirst()
                    .map(Span::start)
                    .orElse(end());
        }

        /** Its end, or the timeline's last event if it has not ended; counted as the start is. */
        public Duration end() {
            return spans.getLast().end();
        }

        /** Whether a thread ever took it up, or it is under way without one. */
        public boolean started() {
            return spans.getLast().state() != State.QUEUED;
        }
    }

    /** Something to do that may throw a checked exception of its own kind. */
    @FunctionalInterface
    public interface Action<X extends Throwable> {
        void run() throws X;
    }

    /** Something that gives a value, or throws a checked exception of its own kind. */
    @FunctionalInterface
    public interface Work<T, X extends Throwable> {
        T call() throws X;
    }

    private static final AtomicReference<Timeline> RECORDING = new AtomicReference<>();

    private final String title;
    private final Collection<Recording> recordings = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Recording> current = new ThreadLocal<>();
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * A timeline with nothing on it.
     *
     * @param title what its chart is headed
     */
    public Timeline(String title) {
        this.title = Objects.requireNonNull(title, "title");
    }

    /** What its chart is headed. */
    public String title() {
        return title;
    }

    /**
     * Does the work on the current thread, and returns a timeline of the calls of all clients that
     * were built with {@link #listeners()}, whichever thread makes them, and of the tasks that were
     * recorded on {@link #current()}.
     *
     * @param title what its chart is headed
     * @throws X what the work throws
     * @throws IllegalStateException while another thread records so: the calls could be either's
     */
    public static <X extends Throwable> Timeline of(String title, Work<?, X> work) throws X {
        var timeline = new Timeline(title);
        if (!RECORDING.compareAndSet(null, timeline)) {
            throw new IllegalStateException(
                    "Another timeline is being recorded: wait until its cell has ended.");
        }
        try {
            work.call();
            return timeline;
        } finally {
            RECORDING.set(null);
        }
    }

    /** Does a list of jobs, in one way or another. */
    @FunctionalInterface
    public interface Doer<T> {
        Object run(List<Callable<T>> jobs) throws Exception;
    }

    /**
     * Has some jobs done on the current thread, and returns a timeline with a row for each: "job
     * 1", "job 2" and so on. A job counts as waiting from its beginning to its end. That a job or
     * the whole fails is no error here: it is what one wants to look at. Jobs that are still at
     * work afterwards are given two seconds to end.
     *
     * @param title what its chart is headed
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public static <T> Timeline ofJobs(String title, List<Callable<T>> jobs, Doer<T> doer)
            throws InterruptedException {
        var timeline = new Timeline(title);
        var recorded = new ArrayList<Callable<T>>();
        for (var job : jobs) {
            recorded.add(
                    timeline.queued(
                            "job " + (recorded.size() + 1),
                            () -> timeline.<T, Exception>waiting(job::call)));
        }
        try {
            doer.run(recorded);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Its jobs show it.
        }
        for (int looks = 0; looks < 2_000 && timeline.isAtWork(); looks++) {
            Thread.sleep(1);
        }
        return timeline;
    }

    private boolean isAtWork() {
        return tasks().stream().anyMatch(task -> task.started() && !task.ended());
    }

    /**
     * The timeline that {@link #of} is recording, for tasks that are to stand on it, whichever
     * thread does them; while none is recorded, one that nobody looks at.
     */
    public static Timeline current() {
        var timeline = RECORDING.get();
        return timeline == null ? new Timeline("") : timeline;
    }

    /**
     * For {@code OkHttpClient.Builder.eventListenerFactory}: the calls of that client stand on the
     * timeline that {@link #of} records when they are made, and else on none. OkHttp reports when a
     * call waits.
     *
     * <p>A call that a task executes on its own thread is part of that task. Any other call, an
     * enqueued one above all, is a task of its own, named by the request's tag of type String, or
     * else by the seed in its address ("seed 7"), or else "call 1", "call 2", …: queued until a
     * thread takes it up, ended when its answer's body has been read or closed. Waiting is the time
     * to find or make a connection, the time to the first byte of the answer, and the time from the
     * end of its headers until the body has been read.
     *
     * @see <a href="https://square.github.io/okhttp/features/events/">OkHttp: Events</a>
     */
    public static EventListener.Factory listeners() {
        return call -> {
            var timeline = RECORDING.get();
            return timeline == null ? EventListener.NONE : timeline.new CallEvents();
        };
    }

    /**
     * Does the work on the current thread, as a task of that name on the timeline that {@link #of}
     * records; where none is recorded, it only does the work.
     *
     * @throws X what the work throws; the task is then marked as failed
     */
    public static <T, X extends Throwable> T task(String name, Work<T, X> work) throws X {
        return current().call(name, work);
    }

    /**
     * Does the work on the current thread, as a task of that name on the timeline that {@link #of}
     * records; where none is recorded, it only does the work.
     *
     * @throws X what the work throws; the task is then marked as failed
     */
    public static <X extends Throwable> void task(String name, Action<X> work) throws X {
        current().run(name, work);
    }

    /**
     * Marks that the current thread's task on the timeline that {@link #of} records, if there is
     * one, waits as long as this takes.
     *
     * @throws X what the work throws
     */
    public static <T, X extends Throwable> T waits(Work<T, X> work) throws X {
        return current().waiting(work);
    }

    /**
     * Marks that the current thread's task on the timeline that {@link #of} records, if there is
     * one, waits as long as this takes.
     *
     * @throws X what the work throws
     */
    public static <X extends Throwable> void waits(Action<X> work) throws X {
        current().waiting(work);
    }

    /**
     * A task that no thread does, on the timeline that {@link #of} records: it waits from now until
     * what is returned is run.
     */
    public static Runnable row(String name) {
        var task = current().begin(name, State.WAITING);
        return () -> task.end(false);
    }

    /**
     * Does the work on the current thread, as a task of that name, and returns its value.
     *
     * @throws X what the work throws; the task is then marked as failed
     */
    public <T, X extends Throwable> T call(String name, Work<T, X> work) throws X {
        return record(begin(name, State.WORKING), work);
    }

    /**
     * Does the work on the current thread, as a task of that name.
     *
     * @throws X what the work throws; the task is then marked as failed
     */
    public <X extends Throwable> void run(String name, Action<X> work) throws X {
        this.<Void, X>call(
                name,
                () -> {
                    work.run();
                    return null;
                });
    }

    /**
     * The same function, each call of which is a task of this timeline, named by its number. The
     * function that is returned is as thread-safe as the one that is given.
     */
    public <T> IntFunction<T> watched(IntFunction<T> work) {
        return number -> call("" + number, () -> work.apply(number));
    }

    /**
     * A task that is queued from now until some thread calls it. If it is called more than once,
     * each further call is a task of its own that was never queued. What the work throws, the
     * returned one throws too, and its task is marked as failed.
     */
    public <T> Callable<T> queued(String name, Callable<T> work) {
        var first = new AtomicReference<>(begin(name, State.QUEUED));
        return () -> {
            var queued = first.getAndSet(null);
            return this.<T, Exception>record(
                    queued != null ? queued : begin(name, State.WORKING), work::call);
        };
    }

    /**
     * Marks that the current thread's task, if there is one, waits as long as this takes.
     *
     * @throws X what the work throws
     */
    public <T, X extends Throwable> T waiting(Work<T, X> work) throws X {
        var task = current.get();
        if (task == null) {
            return work.call();
        }
        var before = task.change(State.WAITING);
        try {
            return work.call();
        } finally {
            task.change(before);
        }
    }

    /**
     * Marks that the current thread's task, if there is one, waits as long as this takes.
     *
     * @throws X what the work throws
     */
    public <X extends Throwable> void waiting(Action<X> work) throws X {
        this.<Void, X>waiting(() -> {
            work.run();
            return null;
        });
    }

    /**
     * A task that no thread does: it waits from now until the future is completed, by a timer or
     * another program, say. It has ended by the time that the returned future, which has the given
     * one's outcome, is completed; cancelling the returned one leaves the given one as it is.
     */
    public <T> CompletableFuture<T> pending(String name, CompletableFuture<T> future) {
        var task = begin(name, State.WAITING);
        return future.whenComplete((value, failure) -> task.end(failure != null));
    }

    /** The same as {@link #listeners()} for the calls of this timeline, for tests. */
    EventListener.Factory eventListeners() {
        return call -> new CallEvents();
    }

    /**
     * A task that was done elsewhere, in another JVM say. Times are {@link System#nanoTime()}'s;
     * what is out of order is put right, as clocks are never quite the same.
     *
     * @param where who did it, which stands for the thread
     * @param queued when it was handed over
     * @param begun when somebody took it up
     * @param ended when it ended
     * @param failed whether it has failed
     */
    public void add(
            String name, String where, long queued, long begun, long ended, boolean failed) {
        recordings.add(new Recording(name, where, queued, begun, ended, failed));
    }

    /** All tasks so far in the order of their start; one that still runs ends at the last event. */
    public List<Task> tasks() {
        var taken =
                recordings.stream()
                        .map(Recording::copy)
                        .sorted(Comparator.comparingLong(Copy::start))
                        .toList();
        if (taken.isEmpty()) {
            return List.of();
        }
        long zero = taken.getFirst().start();
        long last = taken.stream().mapToLong(Copy::last).max().orElseThrow();
        return taken.stream().map(copy -> copy.task(zero, last)).toList();
    }

    /** The time from the first task's start to the last one's end; zero without tasks. */
    public Duration duration() {
        return tasks().stream().map(Task::end).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /**
     * How many tasks each thread took up, by the thread's name as {@link Task#thread()} has it, in
     * the order of the names. Tasks that no thread took up are not counted.
     */
    public SortedMap<String, Integer> tasksByThread() {
        var counts = new TreeMap<String, Integer>();
        for (var task : tasks()) {
            if (!task.thread().isEmpty()) {
                counts.merge(task.thread(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** How many tasks were working or waiting at the same time, at most. */
    public int mostAtOnce() {
        return mostAtOnce(tasks());
    }

    /**
     * How many of these tasks, of one timeline, were working or waiting at the same time, at most.
     */
    public static int mostAtOnce(List<Task> tasks) {
        var ran = tasks.stream().filter(Task::started).toList();
        long[] starts = ran.stream().mapToLong(task -> task.begun().toNanos()).sorted().toArray();
        long[] ends =
                ran.stream()
                        .filter(Task::ended)
                        .mapToLong(task -> task.end().toNanos())
                        .sorted()
                        .toArray();
        int most = 0;
        for (int started = 0, ended = 0; started < starts.length; started++) {
            while (ended < ends.length && ends[ended] <= starts[started]) {
                ended++;
            }
            most = Math.max(most, started + 1 - ended);
        }
        return most;
    }

    /**
     * How many tasks were waiting and how many were working, on average over the whole duration, in
     * a sentence: an average of 2 means two all of the time, or four half of the time. Queued ones
     * do not count.
     */
    public String averages() {
        return String.format(
                Locale.ROOT,
                "On average, %.1f waited for and %.1f worked on.",
                average(State.WAITING),
                average(State.WORKING));
    }

    private double average(State state) {
        double nanos =
                tasks().stream()
                        .flatMap(task -> task.spans().stream())
                        .filter(span -> span.state() == state)
                        .mapToDouble(span -> span.end().minus(span.start()).toNanos())
                        .sum();
        return nanos / Math.max(1, duration().toNanos());
    }

    /**
     * Adds a task that was in one state all the time, as something else has recorded it.
     *
     * @param start in nanoseconds, as the end is: since whatever moment, but the same for all tasks
     * @param threadName empty if no thread did it
     * @param threadId 0 if no thread did it
     */
    void add(
            String name,
            State state,
            long start,
            long end,
            String threadName,
            long threadId,
            boolean virtual) {
        var recording = new Recording(name, state, start);
        recording.done(end, threadName, threadId, virtual);
        recordings.add(recording);
    }

    private Recording begin(String name, State state) {
        return begin(name, state, System.nanoTime());
    }

    private Recording begin(String name, State state, long time) {
        var recording = new Recording(name, state, time);
        recordings.add(recording);
        return recording;
    }

    private <T, X extends Throwable> T record(Recording task, Work<T, X> work) throws X {
        var outer = current.get();
        current.set(task);
        task.change(State.WORKING);
        boolean failed = true;
        try {
            var value = work.call();
            failed = false;
            return value;
        } finally {
            task.end(failed);
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
        }
    }

    /** A task while it runs: the moments at which its state changed. */
    private static final class Recording {
        private final String name;
        private long[] times = new long[4];
        private State[] states = new State[4];
        private int size;
        private long threadId;
        private String threadName = "";
        private boolean virtual, ended, failed;

        Recording(String name, State state, long time) {
            this.name = Objects.requireNonNull(name, "name");
            add(state, time);
        }

        /** A task that is over, and that no thread of this JVM has done. */
        Recording(String name, String where, long queued, long begun, long ended, boolean failed) {
            this.name = Objects.requireNonNull(name, "name");
            add(State.QUEUED, queued);
            add(State.WORKING, Math.max(queued, begun));
            add(State.WORKING, Math.max(Math.max(queued, begun), ended));
            threadName = Objects.requireNonNull(where, "where");
            threadId = -1 - Math.abs((long) where.hashCode()); // a thread's own is above 0
            this.ended = true;
            this.failed = failed;
        }

        /** Changes the state and returns the one before; does nothing once the task has ended. */
        synchronized State change(State state) {
            var before = states[size - 1];
            if (ended) {
                return before;
            }
            if (threadId == 0) {
                // A thread itself would be kept from the garbage collector as long as the timeline.
                var thread = Thread.currentThread();
                threadId = thread.threadId();
                threadName = Threads.name(thread);
                virtual = thread.isVirtual();
            }
            if (before != state) {
                add(state, System.nanoTime());
            }
            return before;
        }

        synchronized void end(boolean failed) {
            if (ended) {
                return;
            }
            add(states[size - 1], System.nanoTime());
            ended = true;
            this.failed = failed;
        }

        synchronized void done(long time, String threadName, long threadId, boolean virtual) {
            this.threadName = threadName;
            this.threadId = threadId;
            this.virtual = virtual;
            add(states[size - 1], time);
            ended = true;
        }

        private void add(State state, long time) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                states = Arrays.copyOf(states, size * 2);
            }
            times[size] = time;
            states[size++] = state;
        }

        synchronized Copy copy() {
            return new Copy(
                    name,
                    threadName,
                    threadId,
                    virtual,
                    ended,
                    failed,
                    Arrays.copyOf(times, size),
                    Arrays.copyOf(states, size));
        }
    }

    /** A recording as it was at one moment. */
    private record Copy(
            String name,
            String thread,
            long threadId,
            boolean virtual,
            boolean ended,
            boolean failed,
            long[] times,
            State[] states) {
        long start() {
            return times[0];
        }

        long last() {
            return times[times.length - 1];
        }

        Task task(long zero, long now) {
            var spans = new ArrayList<Span>();
            int last = times.length - (ended ? 2 : 1);
            for (int i = 0; i <= last; i++) {
                long end = i + 1 < times.length ? times[i + 1] : now;
                // A state that lasted no time is none, but the last one is always kept.
                if (end > times[i] || i == last) {
                    spans.add(
                            new Span(
                                    states[i],
                                    Duration.ofNanos(times[i] - zero),
                                    Duration.ofNanos(end - zero)));
                }
            }
            return new Task(name, thread, threadId, virtual, ended, failed, List.copyOf(spans));
        }
    }

    /**
     * One call's events. OkHttp does not say whether a call is executed or enqueued; but an
     * executed one goes on with the thread that it started with.
     */
    private final class CallEvents extends EventListener {
        private long starter;
        private long started;
        private Recording enclosing, recording;

        @Override
        public synchronized void callStart(Call call) {
            starter = Thread.currentThread().threadId();
            started = System.nanoTime();
            enclosing = current.get();
        }

        @Override
        public synchronized void dispatcherQueueStart(Call call, Dispatcher dispatcher) {
            if (recording == null) {
                recording = ownTask(call, State.QUEUED);
            }
        }

        @Override
        public void proxySelectStart(Call call, HttpUrl url) {
            change(call, State.WAITING);
        }

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            change(call, State.WORKING);
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
            change(call, request.body() == null ? State.WAITING : State.WORKING);
        }

        @Override
        public void requestBodyEnd(Call call, long bytes) {
            change(call, State.WAITING);
        }

        @Override
        public void responseHeadersStart(Call call) {
            change(call, State.WORKING);
        }

        /** OkHttp reports the body's start only when its first bytes are there, after the wait. */
        @Override
        public void responseHeadersEnd(Call call, Response response) {
            change(call, State.WAITING);
        }

        @Override
        public void responseBodyEnd(Call call, long bytes) {
            change(call, State.WORKING);
        }

        @Override
        public void callEnd(Call call) {
            end(call, false);
        }

        @Override
        public void callFailed(Call call, IOException failure) {
            end(call, true);
        }

        private synchronized Recording change(Call call, State state) {
            if (recording == null) {
                boolean executed = Thread.currentThread().threadId() == starter;
                recording = executed && enclosing != null ? enclosing : ownTask(call, executed);
            }
            recording.change(state);
            return recording;
        }

        private void end(Call call, boolean failed) {
            var task = change(call, State.WORKING);
            if (task != enclosing) {
                task.end(failed);
            }
        }

        private Recording ownTask(Call call, boolean executed) {
            return ownTask(call, executed ? State.WORKING : State.QUEUED);
        }

        private Recording ownTask(Call call, State state) {
            return begin(nameOf(call.request()), state, started);
        }

        private String nameOf(Request request) {
            var number = calls.incrementAndGet();
            var tag = request.tag(String.class);
            if (tag != null) {
                return tag;
            }
            var seed = request.url().queryParameter("seed");
            return seed != null ? "seed " + seed : "call " + number;
        }
    }
}
