package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {

    @Test
    void jcmdTellsThePollersAndRefusesWhatItDoesNotKnow() {
        var pollers = Jvm.jcmd("Thread.vthread_pollers");
        assertTrue(pollers.contains("pollers"), pollers);
        assertThrows(IllegalStateException.class, () -> Jvm.jcmd("Thread.no_such_thing"));
    }

    @Test
    void schedulerTellsWhoIsMountedAndWhoStandsInTheQueue() {
        var told = Jvm.scheduler();
        assertTrue(told.matches("\\d+ mounted, \\d+ in the queue"), told);
    }

    @Test
    void threadDumpShowsAVirtualThreadByItsName() throws Exception {
        var go = new CountDownLatch(1);
        var sleeper =
                Thread.ofVirtual()
                        .name("sleeper of the test")
                        .start(() -> {
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Jvm.untilItWaits(sleeper);
        var dump = Jvm.threadDump("sleeper of the test");
        go.countDown();
        sleeper.join();
        assertTrue(dump.contains("CountDownLatch"), dump);
        assertTrue(dump.lines().findFirst().orElseThrow().contains("sleeper of the test"), dump);
    }

    @Test
    void tellsTheThreadsOfADumpInJson(@TempDir Path folder) throws Exception {
        var lock = new ReentrantLock();
        lock.lock();
        var kinds = List.of(Thread.ofVirtual(), Thread.ofPlatform());
        var waiting =
                kinds.stream().map(kind -> kind.name("dumped", 1).start(wants(lock))).toList();
        for (var thread : waiting) {
            Jvm.untilItWaits(thread);
        }
        var file = folder.resolve("dump.json");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        lock.unlock();
        for (var thread : waiting) {
            thread.join();
        }
        var rows = Jvm.dumped(file, "dumped").sortOn("Kind");
        var seen = new ArrayList<String>();
        rows.forEach(row ->
                seen.add(
                        String.join(
                                ", ", rows.columnNames().stream().map(row::getString).toList())));
        assertEquals(
                List.of(
                        "dumped1, platform, WAITING, ReentrantLock$NonfairSync, wants",
                        "dumped1, virtual, WAITING, ReentrantLock$NonfairSync, wants"),
                seen);
        assertTrue(Jvm.dumped(file, "").rowCount() > 2);
    }

    private static Runnable wants(ReentrantLock lock) {
        return () -> {
            lock.lock();
            lock.unlock();
        };
    }

    @Test
    void calledFromNativeGivesTheValueOrTheFailure() throws Exception {
        var frames = Jvm.calledFromNative(() -> new Throwable().getStackTrace());
        assertTrue(
                Arrays.stream(frames).anyMatch(StackTraceElement::isNativeMethod),
                Arrays.toString(frames));
        assertThrows(
                IOException.class,
                () ->
                        Jvm.calledFromNative(() -> {
                            throw new IOException("no");
                        }));
    }
}
