package workbench.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import workbench.Counters;

class TallyTest {
    private static Counters counters(
            int requests,
            int inFlight,
            int mostInFlight,
            int connections,
            int mostConnections,
            Map<Integer, Integer> answered,
            int unfinished,
            long median) {
        return new Counters(
                requests,
                inFlight,
                mostInFlight,
                connections,
                mostConnections,
                new TreeMap<>(answered),
                unfinished,
                Duration.ofNanos(median));
    }

    @Test
    void countsEachThingForItself() {
        var tally = new Tally();
        var first = new Tally.Connection();
        var second = new Tally.Connection();
        tally.opened();
        tally.opened();
        tally.opened();
        tally.closed();
        tally.received(first);
        tally.received(first);
        tally.received(second);
        tally.answered(200);
        tally.written(30);
        tally.unfinished();
        // Three were open at most, two of them brought requests, two are left.
        assertEquals(counters(3, 1, 3, 2, 3, Map.of(200, 1), 1, 30), tally.counters());
        tally.closed();
        tally.opened();
        assertEquals(3, tally.counters().mostConnections());
        tally.opened();
        assertEquals(3, tally.counters().mostConnections());
        tally.opened();
        assertEquals(4, tally.counters().mostConnections());
    }

    @Test
    void startsAnewFromWhatIsOpenAndInFlight() {
        var tally = new Tally();
        var connection = new Tally.Connection();
        for (int i = 0; i < 3; i++) {
            tally.opened();
            tally.received(connection);
        }
        tally.answered(500);
        tally.unfinished();
        tally.closed();
        tally.reset();
        assertEquals(counters(0, 1, 1, 0, 2, Map.of(), 0, 0), tally.counters());
        tally.received(connection);
        tally.answered(200);
        tally.answered(404);
        assertEquals(counters(1, 0, 2, 1, 2, Map.of(200, 1, 404, 1), 0, 0), tally.counters());
    }

    @Test
    void theMedianIsOfTheLatest() {
        var tally = new Tally();
        tally.written(10);
        assertEquals(10, tally.counters().medianLatency().toNanos());
        tally.written(21);
        assertEquals(15, tally.counters().medianLatency().toNanos());
        tally.written(1_000);
        assertEquals(21, tally.counters().medianLatency().toNanos());
        for (int i = 0; i < 1 << 14; i++) {
            tally.written(7);
        }
        assertEquals(7, tally.counters().medianLatency().toNanos());
    }

    @Test
    void whatItCountedIsAMoment() {
        var tally = new Tally();
        var before = tally.counters();
        tally.received(new Tally.Connection());
        tally.answered(200);
        assertEquals(0, before.requests());
        assertEquals(0, before.answered(200));
        var now = tally.counters();
        assertEquals(now, CountersJson.read(CountersJson.write(now)));
        assertThrows(UnsupportedOperationException.class, () -> now.answered().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> CountersJson.read(CountersJson.write(now)).answered().clear());
    }
}
