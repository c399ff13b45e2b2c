package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> done = new ArrayList<>();

    private void due(int seconds, String what) {
        time.after(Duration.ofSeconds(seconds))
                .execute(() -> done.add(what + " at " + time.instant().getEpochSecond()));
    }

    @Test
    void workIsDoneWhenTheClockComesByAndNotBefore() {
        due(2, "tea");
        due(1, "toast");
        due(2, "jam");
        assertEquals(Instant.EPOCH, time.instant());
        time.advance(Duration.ofSeconds(2).minusNanos(1));
        assertEquals(List.of("toast at 1"), done);
        time.advance(Duration.ofNanos(1));
        assertEquals(List.of("toast at 1", "tea at 2", "jam at 2"), done);
        time.advance(Duration.ofHours(1));
        assertEquals(Instant.EPOCH.plusSeconds(3_602), time.instant());
        assertEquals(3, done.size());
    }

    @Test
    void workMayHandOverMoreWork() {
        time.after(Duration.ofSeconds(1)).execute(() -> due(1, "second"));
        due(3, "third");
        time.advance(Duration.ofSeconds(5));
        assertEquals(List.of("second at 2", "third at 3"), done);
    }

    @Test
    void whatIsDueAtOnceWaitsForTheClockToo() {
        due(0, "now");
        assertEquals(List.of(), done);
        time.advance(Duration.ZERO);
        assertEquals(List.of("now at 0"), done);
    }

    @Test
    void whatTheWorkThrowsComesOut() {
        time.after(Duration.ofSeconds(1))
                .execute(() -> {
                    throw new IllegalStateException("burnt");
                });
        due(2, "tea");
        assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofSeconds(2)));
        assertEquals(Instant.EPOCH.plusSeconds(1), time.instant());
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("tea at 2"), done);
    }

    @Test
    void timeDoesNotRunBackwards() {
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
    }
}
