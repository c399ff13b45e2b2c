package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

class FlightTest {

    private static List<RecordedEvent> recorded(Callable<?> work, String... kinds)
            throws Exception {
        var file = Files.createTempFile("events", ".jfr");
        try (var recording = new Recording()) {
            for (var kind : kinds) {
                recording.enable("jdk." + kind).withoutThreshold();
            }
            recording.start();
            work.call();
            recording.dump(file);
            return new ArrayList<>(RecordingFile.readAllEvents(file));
        } finally {
            Files.delete(file);
        }
    }

    private static void sleeps(int... millis) throws InterruptedException {
        var thread =
                Thread.ofPlatform()
                        .name("sleeper of " + millis[0])
                        .start(
                                new FutureTask<>(() -> {
                                    for (int each : millis) {
                                        Thread.sleep(each);
                                    }
                                    return null;
                                }));
        thread.join();
    }

    @Test
    void longWaitsOfTheThreadsThatAreAskedForAreInTheTable() throws Exception {
        var events =
                recorded(
                        () -> {
                            sleeps(1);
                            sleeps(40, 1, 40);
                            sleeps(30);
                            return null;
                        },
                        "ThreadSleep");
        // On a machine that stalls, a short sleep can be a long one; not what is asked here.
        events.removeIf(event ->
                event.getDuration("time").toMillis() == 1 && event.getDuration().toMillis() > 10);
        var table =
                Flight.of(events, "sleeper of 30", "nobody", "sleeper of 1", "sleeper of 40")
                        .waits();
        assertEquals(
                List.of("sleeper of 30", "sleeper of 40"), table.stringColumn("Thread").asList());
        assertEquals("jdk.ThreadSleep", table.getString(0, "Event"));
        assertEquals(List.of(1, 2), table.intColumn("Times").asList());
        assertTrue(table.longColumn("Together [ms]").get(1) >= 79, table.print());
    }

    @Test
    void eachWaitIsARowOfTheTimelineAndEachCollectionToo() throws Exception {
        var events =
                recorded(
                        () -> {
                            sleeps(40, 30);
                            System.gc();
                            return null;
                        },
                        "ThreadSleep",
                        "GarbageCollection");
        var tasks = Flight.of(events, "sleeper of 40").timeline("naps").tasks();
        var waits = tasks.stream().filter(task -> task.thread().equals("sleeper of 40")).toList();
        assertEquals(2, waits.size());
        assertTrue(waits.stream().allMatch(Timeline.Task::ended));
        assertEquals(Timeline.State.WAITING, waits.getFirst().spans().getFirst().state());
        long millis = waits.getFirst().end().minus(waits.getFirst().start()).toMillis();
        assertTrue(millis >= 39, millis + " ms");
        assertTrue(waits.get(1).start().compareTo(waits.getFirst().end()) >= 0);
        assertTrue(tasks.stream().anyMatch(task -> task.name().equals("Garbage Collection")));
    }

    @Test
    void whatWasAllocatedAndCollectedIsInTables() throws Exception {
        var kept = new AtomicReference<long[]>();
        Runnable work =
                () -> {
                    for (int i = 0; i < 20; i++) {
                        kept.set(new long[1_000_000]);
                    }
                };
        work.run(); // which is not recorded, and must not be counted
        work.run();
        var events =
                recorded(
                        () -> {
                            work.run();
                            System.gc();
                            return null;
                        },
                        "ObjectAllocationSample",
                        "GarbageCollection");
        assertEquals(1_000_000, kept.get().length);
        var allocated = Flight.of(events).allocated();
        assertEquals("long[]", allocated.getString(0, "Class"));
        var megabytes = allocated.doubleColumn(1).get(0);
        assertTrue(megabytes >= 100 && megabytes <= 200, allocated.print());
        assertTrue(allocated.rowCount() <= 5, allocated.print());
        assertTrue(allocated.doubleColumn(1).min() >= 0.1, allocated.print());
        var collections = Flight.of(events).collections();
        assertTrue(
                collections.stringColumn("Reason").asList().contains("System.gc()"),
                collections.print());
        assertEquals(0, Flight.of(List.of()).collections().rowCount());
        assertEquals(0, Flight.of(List.of()).allocated().rowCount());
    }

    @Test
    void waitsOfNobodyAreRefusedAndNotEmpty() {
        var flight = Flight.of(List.of());
        for (Callable<?> call :
                List.<Callable<?>>of(flight::waits, () -> flight.timeline("Who waited"))) {
            var refused = assertThrows(IllegalStateException.class, call::call);
            assertTrue(refused.getMessage().startsWith("Name the threads"), refused.getMessage());
        }
    }
}
