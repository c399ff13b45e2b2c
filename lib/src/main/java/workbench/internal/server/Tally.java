package workbench.internal.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeMap;
import workbench.Counters;

/** Counts what a server sees. Thread-safe: one lock, so that every snapshot is consistent. */
final class Tally {
    /** One client connection, counted once after each reset when it brings a request. */
    static final class Connection {
        private int countedIn = -1;
    }

    private final long[] nanos = new long[1 << 14];
    private final TreeMap<Integer, Integer> answered = new TreeMap<>();
    private int period;
    private int requests;
    private int inFlight;
    private int mostInFlight;
    private int connections;
    private int open;
    private int mostOpen;
    private int unfinished;
    private int written;

    synchronized void opened() {
        mostOpen = Math.max(mostOpen, ++open);
    }

    synchronized void closed() {
        open--;
    }

    synchronized void received(Connection from) {
        requests++;
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        if (from.countedIn != period) {
            from.countedIn = period;
            connections++;
        }
    }

    /** Called before the answer is written: a client that has it finds it counted. */
    synchronized void answered(int status) {
        inFlight--;
        answered.merge(status, 1, Integer::sum);
    }

    synchronized void unfinished() {
        inFlight--;
        unfinished++;
    }

    synchronized void written(long afterNanos) {
        nanos[written++ & (nanos.length - 1)] = afterNanos;
    }

    synchronized Counters counters() {
        var times = Arrays.copyOf(nanos, Math.min(written, nanos.length));
        Arrays.sort(times);
        var median =
                times.length == 0
                        ? 0
                        : (times[(times.length - 1) / 2] + times[times.length / 2]) / 2;
        return new Counters(
                requests,
                inFlight,
                mostInFlight,
                connections,
                mostOpen,
                Collections.unmodifiableSortedMap(new TreeMap<>(answered)),
                unfinished,
                Duration.ofNanos(median));
    }

    /** What is in flight and open stays so, and is where the new maxima start. */
    synchronized void reset() {
        period++;
        requests = connections = unfinished = written = 0;
        mostInFlight = inFlight;
        mostOpen = open;
        answered.clear();
    }
}
