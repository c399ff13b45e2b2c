package workbench;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import workbench.Timeline.State;
import workbench.Timeline.Task;

/**
 * A timeline in Chrome's trace event format, which ui.perfetto.dev opens: a lane for each thread
 * with a slice for each task and in it one for each of its states; as many lanes as it takes for
 * tasks that no thread does; and, as a process of their own, as many as it takes for the time that
 * tasks were queued. Slices of one lane always nest. Times are in microseconds, with three digits
 * behind the point, and count from the timeline's first event. Thread-safe.
 *
 * @see <a href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">
 *     Trace Event Format</a>
 */
public final class Trace {
    private static final int THREADS = 1, QUEUE = 2;
    private static final long QUEUED = 0, NO_THREAD = -1;

    private record Slice(Task task, String name, String kind, long start, long end) {
        boolean queued() {
            return kind.equals("queued");
        }

        /**
         * The number of the thread whose lanes it stands in, or one of the two that stand for none.
         */
        long thread() {
            if (queued()) {
                return QUEUED;
            }
            return task.threadId() == 0 ? NO_THREAD : task.threadId();
        }
    }

    private final Buffer json = new Buffer();
    private final JsonWriter writer = JsonWriter.of(json);
    private int lanes, events;

    /** The lanes of each thread, of the queue, of no thread; a lane holds its open slices' ends. */
    private final Map<Long, List<Lane>> byThread = new HashMap<>();

    private final Map<Task, Lane> byTask = new IdentityHashMap<>();

    private record Lane(int number, Deque<Long> open) {
        boolean holds(Slice slice) {
            while (!open.isEmpty() && open.peek() <= slice.start()) {
                open.pop();
            }
            return open.isEmpty() || slice.end() <= open.peek();
        }
    }

    private Trace() {}

    /**
     * The trace as text, in JSON, of all tasks so far. Safe for use by several threads, also while
     * the tasks run.
     */
    public static String of(Timeline timeline) {
        try {
            return new Trace().write(timeline);
        } catch (IOException e) {
            throw new UncheckedIOException("A trace could not be written in memory.", e);
        }
    }

    /**
     * Writes the trace to a file, whole or not at all; a file of that name is replaced. Safe for
     * use by several threads, also while the tasks run.
     *
     * @return how many events it has: the slices, and the names of processes and lanes
     * @throws IOException if the file cannot be written
     */
    public static int save(Timeline timeline, Path file) throws IOException {
        var trace = new Trace();
        var part = Files.createTempFile(file.toAbsolutePath().getParent(), "trace", ".part");
        try {
            Files.writeString(part, trace.write(timeline));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return trace.events;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String write(Timeline timeline) throws IOException {
        writer.setIndent("");
        writer.beginObject().name("displayTimeUnit").value("ms").name("traceEvents").beginArray();
        name("process_name", THREADS, 0, timeline.title());
        name("process_name", QUEUE, 0, timeline.title() + ": queue");
        for (var slice : slices(timeline.tasks())) {
            var lane = lane(slice);
            lane.open().push(slice.end());
            begin("X", slice.name(), slice.queued() ? QUEUE : THREADS, lane.number());
            writer.name("cat").value(slice.kind());
            writer.name("ts").value(slice.start() / 1e3);
            writer.name("dur").value((slice.end() - slice.start()) / 1e3);
            if (slice.task().failed()) {
                writer.name("args").beginObject().name("failed").value(true).endObject();
            }
            writer.endObject();
        }
        writer.endArray().endObject();
        return json.readUtf8();
    }

    /** In the order of their start, and those that hold others first. */
    private static List<Slice> slices(List<Task> tasks) {
        var slices = new ArrayList<Slice>();
        for (var task : tasks) {
            if (task.started()) {
                slices.add(
                        new Slice(
                                task,
                                task.name() + (task.failed() ? " (failed)" : ""),
                                "task",
                                task.begun().toNanos(),
                                task.end().toNanos()));
            }
            for (var span : task.spans()) {
                var kind = span.state().toString();
                slices.add(
                        new Slice(
                                task,
                                span.state() == State.QUEUED ? task.name() : kind,
                                kind,
                                span.start().toNanos(),
                                span.end().toNanos()));
            }
        }
        slices.sort(
                Comparator.comparingLong(Slice::start)
                        .thenComparing(Comparator.comparingLong(Slice::end).reversed()));
        return slices;
    }

    /**
     * A task takes its thread's lane. Where it overlaps another there without lying in it (an
     * answer that is read by another thread can), the thread gets a second lane.
     */
    private Lane lane(Slice slice) throws IOException {
        var own = slice.queued() ? null : byTask.get(slice.task());
        if (own != null) {
            own.holds(slice);
            return own;
        }
        long thread = slice.thread();
        var known = byThread.computeIfAbsent(thread, any -> new ArrayList<>());
        var free = known.stream().filter(one -> takes(one, slice)).findFirst();
        var lane = free.isPresent() ? free.get() : newLane(slice, known);
        if (thread != QUEUED) {
            byTask.put(slice.task(), lane);
        }
        return lane;
    }

    /** Without a thread, two tasks never share a lane at one time. */
    private static boolean takes(Lane lane, Slice slice) {
        return lane.holds(slice) && (slice.thread() > 0 || lane.open().isEmpty());
    }

    private Lane newLane(Slice slice, List<Lane> known) throws IOException {
        var lane = new Lane(++lanes, new ArrayDeque<>());
        known.add(lane);
        int process = slice.queued() ? QUEUE : THREADS;
        name("thread_name", process, lane.number(), laneName(slice, known.size()));
        return lane;
    }

    private static String laneName(Slice slice, int number) {
        if (slice.queued()) {
            return "queued " + number;
        }
        if (slice.thread() == NO_THREAD) {
            return "no thread " + number;
        }
        return number == 1 ? slice.task().thread() : slice.task().thread() + " " + number;
    }

    private void name(String event, int process, int lane, String name) throws IOException {
        begin("M", event, process, lane);
        writer.name("args").beginObject().name("name").value(name).endObject().endObject();
    }

    private void begin(String phase, String name, int process, int lane) throws IOException {
        events++;
        writer.beginObject()
                .name("ph")
                .value(phase)
                .name("name")
                .value(name)
                .name("pid")
                .value(process)
                .name("tid")
                .value(lane);
    }
}
