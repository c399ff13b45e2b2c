package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime();

    @Test
    void theClockMovesWhenItIsTurnedAndNotBefore() {
        assertEquals(Instant.EPOCH, time.instant());
        time.advance(Duration.ofSeconds(2).minusNanos(1));
        time.advance(Duration.ofNanos(1));
        time.advance(Duration.ZERO);
        time.advance(Duration.ofHours(1));
        assertEquals(Instant.EPOCH.plusSeconds(3_602), time.instant());
    }

    @Test
    void timeDoesNotRunBackwards() {
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
    }
}
