package workbench;

import java.lang.constant.ClassDesc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import workbench.Timeline.State;

/**
 * The events of a flight recording, such as those of {@link
 * jdk.jfr.consumer.RecordingFile#readAllEvents}, as tables and on a timeline. Immutable.
 */
public final class Flight {
    private static final Duration LONG = Duration.ofMillis(20);
    private static final int CLASSES = 5;
    private static final long LITTLE = 100_000; // bytes that a table of megabytes leaves out
    private static final String COLLECTION = "jdk.GarbageCollection";

    private final List<RecordedEvent> events;
    private final List<String> threads;

    private Flight(List<RecordedEvent> events, List<String> threads) {
        this.events = events;
        this.threads = threads;
    }

    /**
     * These events.
     *
     * @param threads the names of those threads whose waits matter; none where no wait does
     */
    public static Flight of(List<RecordedEvent> events, String... threads) {
        return new Flight(List.copyOf(events), List.of(threads));
    }

    /**
     * The waits of 20 ms and longer: a row for each kind of event of each thread, in the order of
     * the threads' names as they were given.
     *
     * @throws IllegalStateException if no thread was named
     */
    public Table waits() {
        var rows = new LinkedHashMap<List<String>, List<RecordedEvent>>();
        for (var event : longOnes()) {
            var type = event.getEventType();
            rows.computeIfAbsent(
                            List.of(name(event), type.getName(), type.getLabel()),
                            any -> new ArrayList<>())
                    .add(event);
        }
        return Table.create(
                "Waits of 20 ms and longer",
                text("Thread", rows.keySet().stream().map(row -> row.get(0))),
                text("Event", rows.keySet().stream().map(row -> row.get(1))),
                text("In words", rows.keySet().stream().map(row -> row.get(2))),
                times(rows),
                millis("Together [ms]", rows, Flight::length));
    }

    /** In the order of the threads' names as they are given, and then of time. */
    private List<RecordedEvent> longOnes() {
        if (threads.isEmpty()) {
            throw new IllegalStateException(
                    "Name the threads whose waits you want, such as Flight.of(events, \"main\").");
        }
        return threads.stream()
                .flatMap(thread ->
                        events.stream()
                                .filter(event -> thread.equals(name(event)))
                                .filter(event -> event.getDuration().compareTo(LONG) >= 0)
                                .sorted(Comparator.comparing(RecordedEvent::getStartTime)))
                .toList();
    }

    /**
     * What was allocated, by class: the five of which there was most, in megabytes of a million
     * bytes, without those of less than a tenth of one. It needs the event
     * jdk.ObjectAllocationSample, which sees some allocations and gives each the weight of those
     * that it did not see; so it is an estimate. The first of each thread is left out: it has the
     * weight of all that its thread allocated before the recording. So what threads allocate that
     * begin during the recording, or have few samples, is counted too low. Of virtual threads it
     * may be too much as well: the weight is that of the carrier, which the event does not name.
     */
    public Table allocated() {
        var samples =
                ofType("jdk.ObjectAllocationSample").stream()
                        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                        .toList();
        var seen = new HashSet<Long>();
        var bytes = new HashMap<String, Long>();
        for (var event : samples) {
            if (seen.add(event.getThread().getId())) {
                continue;
            }
            bytes.merge(
                    className(event.getClass("objectClass").getName()),
                    event.getLong("weight"),
                    Long::sum);
        }
        var most =
                bytes.entrySet().stream()
                        .filter(entry -> entry.getValue() >= LITTLE)
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(CLASSES)
                        .toList();
        return Table.create(
                "Allocated, estimated from samples",
                text("Class", most.stream().map(Map.Entry::getKey)),
                DoubleColumn.create(
                        "Size [MB]",
                        most.stream().mapToDouble(entry -> entry.getValue() / 1e6).toArray()));
    }

    /**
     * The garbage collections: a row for each collector and reason, with how often it collected and
     * for how long the program stood still for it. It needs the event jdk.GarbageCollection.
     */
    public Table collections() {
        var rows =
                new TreeMap<List<String>, List<RecordedEvent>>(
                        Comparator.comparing(Object::toString));
        for (var event : ofType(COLLECTION)) {
            rows.computeIfAbsent(
                            List.of(event.getString("name"), event.getString("cause")),
                            any -> new ArrayList<>())
                    .add(event);
        }
        return Table.create(
                "Garbage collections",
                text("Collector", rows.keySet().stream().map(row -> row.get(0))),
                text("Reason", rows.keySet().stream().map(row -> row.get(1))),
                times(rows),
                millis(
                        "Stood still [ms]",
                        rows,
                        event -> event.getDuration("sumOfPauses").toNanos()));
    }

    /**
     * The same waits as {@link #waits}, on a timeline: a row for each of them, and one for each
     * garbage collection, which counts as work.
     *
     * @param title what its chart is headed
     * @throws IllegalStateException if no thread was named
     */
    public Timeline timeline(String title) {
        var timeline = new Timeline(title);
        for (var event : longOnes()) {
            var thread = event.getThread();
            timeline.add(
                    event.getEventType().getLabel(),
                    State.WAITING,
                    nanos(event.getStartTime()),
                    nanos(event.getEndTime()),
                    thread.getJavaName(),
                    thread.getJavaThreadId(),
                    thread.isVirtual());
        }
        for (var event : ofType(COLLECTION)) {
            timeline.add(
                    event.getEventType().getLabel(),
                    State.WORKING,
                    nanos(event.getStartTime()),
                    nanos(event.getEndTime()),
                    "",
                    0,
                    false);
        }
        return timeline;
    }

    private List<RecordedEvent> ofType(String type) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .toList();
    }

    /** The name of the thread whose event it is; null where it has none. */
    private static String name(RecordedEvent event) {
        var thread = event.getThread();
        return thread == null ? null : thread.getJavaName();
    }

    /** "[I" is int[]; a class in a package keeps its whole name. */
    private static String className(String name) {
        return name.startsWith("[")
                ? ClassDesc.ofDescriptor(name.replace('.', '/')).displayName()
                : name;
    }

    private static long length(RecordedEvent event) {
        return event.getDuration().toNanos();
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private static IntColumn times(Map<?, List<RecordedEvent>> rows) {
        return IntColumn.create("Times", rows.values().stream().mapToInt(List::size).toArray());
    }

    private static LongColumn millis(
            String heading,
            Map<?, List<RecordedEvent>> rows,
            ToDoubleFunction<RecordedEvent> nanos) {
        return LongColumn.create(
                heading,
                rows.values().stream()
                        .mapToLong(all -> Math.round(all.stream().mapToDouble(nanos).sum() / 1e6))
                        .toArray());
    }

    private static StringColumn text(String heading, Stream<String> values) {
        return StringColumn.create(heading, values.toList());
    }
}
