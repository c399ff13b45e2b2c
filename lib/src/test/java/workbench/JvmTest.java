package workbench;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

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
