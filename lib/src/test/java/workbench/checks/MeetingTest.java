package workbench.checks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MeetingTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Lets so many tasks attend, and tells how many of them met others. */
    private static int attend(Meeting meeting, int tasks, ExecutorService threads) {
        var met = new AtomicInteger();
        try (threads) {
            for (int i = 0; i < tasks; i++)
                threads.execute(() -> {
                    if (meeting.attend()) met.incrementAndGet();
                });
        }
        return met.get();
    }

    @RepeatedTest(20)
    void tasksThatOverlapMeet() {
        var meeting = new Meeting(50, LONG);
        assertEquals(50, attend(meeting, 50, Executors.newVirtualThreadPerTaskExecutor()));
        assertEquals(50, meeting.most());
    }

    @RepeatedTest(20)
    void aLimitedNumberOfThreadsMeetsAgainAndAgain() {
        var meeting = new Meeting(4, LONG);
        assertEquals(40, attend(meeting, 40, Executors.newFixedThreadPool(4)));
        assertEquals(4, meeting.most());
    }

    @Test
    void tasksInSequenceDoNotMeet() {
        var meeting = new Meeting(2, Duration.ofMillis(1));
        assertFalse(meeting.attend());
        assertFalse(meeting.attend());
        assertEquals(1, meeting.most());
    }

    @Test
    void afterAWaitInVainTheOthersStillMeet() {
        var meeting = new Meeting(3, Duration.ofSeconds(4));
        assertFalse(meeting.attend());
        assertEquals(30, attend(meeting, 30, Executors.newFixedThreadPool(3)));
        assertEquals(3, meeting.most());
    }

    @Test
    void aHundredInSequenceDoNotWaitAHundredTimes() {
        var meeting = new Meeting(100);
        attend(meeting, 100, Executors.newSingleThreadExecutor()); // four seconds, not 300
        assertEquals(1, meeting.most());
    }

    @Test
    void oneTooFewDoNotMeetAndAllAreLetGo() {
        var meeting = new Meeting(11, Duration.ofMillis(50));
        assertEquals(0, attend(meeting, 10, Executors.newVirtualThreadPerTaskExecutor()));
    }

    @Test
    @Timeout(20)
    void onceOneHasWaitedInVainThoseWhoWaitAreLetGo() throws Exception {
        var meeting = new Meeting(3, LONG);
        var met = new ConcurrentLinkedQueue<Boolean>();
        var one = Thread.ofPlatform().start(() -> met.add(meeting.attend()));
        var other = Thread.ofPlatform().start(() -> met.add(meeting.attend()));
        await().until(() ->
                one.getState() == Thread.State.TIMED_WAITING
                        && other.getState() == Thread.State.TIMED_WAITING);
        one.interrupt();
        one.join();
        other.join();
        assertEquals(List.of(false, false), List.copyOf(met));
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        var meeting = new Meeting(2, LONG);
        Thread.currentThread().interrupt();
        assertFalse(meeting.attend());
        assertTrue(Thread.interrupted());
    }

    @Test
    void aMeetingOfNobodyIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Meeting(0));
    }
}
