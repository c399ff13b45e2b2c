package workbench.internal.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private final Behaviour behaviour = new Behaviour(new Genres());

    private long[] delays(int count) {
        return LongStream.range(0, count)
                .map(_ -> behaviour.plan("GET", Genres.PATH + "?seed=1").delay())
                .toArray();
    }

    @Test
    void withoutJitterEachRequestHasTheLatency() {
        assertEquals(0, delays(1)[0]);
        behaviour.latency(500);
        assertArrayEquals(new long[] {500, 500}, delays(2));
    }

    /** Also for the same genre: a second try has a chance of its own. */
    @Test
    void jitterIsDrawnAnewForEachRequest() {
        behaviour.latency(100);
        behaviour.jitter(1_000_000, 5);
        var delays = delays(1_000);
        assertTrue(Arrays.stream(delays).distinct().count() > 900);
        assertTrue(Arrays.stream(delays).allMatch(each -> each >= 100 && each <= 1_000_100));
        assertEquals(500_100, Arrays.stream(delays).average().orElseThrow(), 50_000);
    }

    @Test
    void jitterIsTheSameForAWholeRunWithTheSameSeed() {
        behaviour.jitter(1_000_000, 5);
        var first = delays(100);
        behaviour.jitter(1_000_000, 5);
        assertArrayEquals(first, delays(100));
        assertFalse(Arrays.equals(first, delays(100)), "it goes on");
        behaviour.jitter(1_000_000, 6);
        assertFalse(Arrays.equals(first, delays(100)), "another seed");
    }

    @Test
    void jitterMeansUpToAndWith() {
        behaviour.jitter(1, 0);
        assertArrayEquals(
                new long[] {0, 1}, Arrays.stream(delays(100)).distinct().sorted().toArray());
    }
}
