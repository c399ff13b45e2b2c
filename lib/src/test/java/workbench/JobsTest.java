package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobsTest {

    @Test
    void eachWayGivesTheResultsInOrder() throws Exception {
        var jobs = Jobs.of(20, number -> "job " + number);
        var expected = new ArrayList<String>();
        for (var job : jobs) {
            expected.add(job.call());
        }
        assertEquals("job 19", expected.getLast());
        assertEquals(expected, Jobs.onThreads(jobs));
        assertEquals(expected, Jobs.onParallelStream(jobs));
        assertEquals(expected, Jobs.byForkJoin(jobs));
        assertEquals(List.of(), Jobs.onThreads(Jobs.of(0, number -> number)));
        assertEquals(List.of(), Jobs.onParallelStream(Jobs.of(0, number -> number)));
        assertEquals(List.of(), Jobs.byForkJoin(Jobs.of(0, number -> number)));
    }

    @Test
    void fiveWaysAreCompared() {
        var results =
                Jobs.inFiveWays("Five", Jobs.of(3, number -> "job " + number))
                        .samples(1)
                        .warmUps(0)
                        .measure();
        assertEquals(
                List.of("sequential", "threads", "executor", "virtual threads", "parallel stream"),
                results.names());
        assertEquals(List.of("job 0", "job 1", "job 2"), results.value());
    }

    @Test
    void aThreadForEach() throws Exception {
        var threads = ConcurrentHashMap.newKeySet();
        Jobs.onThreads(Jobs.of(10, number -> threads.add(Thread.currentThread().threadId())));
        assertEquals(10, threads.size());
    }

    @Test
    void aFailureIsThrown() {
        List<Callable<String>> jobs =
                List.of(
                        () -> "fine",
                        () -> {
                            throw new IOException("no genre");
                        });
        var failure = assertThrows(ExecutionException.class, () -> Jobs.onThreads(jobs));
        assertInstanceOf(IOException.class, failure.getCause());
        var wrapped = assertThrows(IllegalStateException.class, () -> Jobs.onParallelStream(jobs));
        assertTrue(("" + wrapped.getCause()).contains("no genre"), "" + wrapped.getCause());
        assertThrows(Exception.class, () -> Jobs.byForkJoin(jobs));
    }

    @Test
    void anInterruptEndsEachOfThem() {
        // None is done before the interrupt is seen, however late that is. Some begin after it: in
        // the common pool they would hold its threads.
        var over = new CountDownLatch(1);
        var jobs =
                Collections.<Callable<Boolean>>nCopies(50, () -> over.await(1, TimeUnit.MINUTES));
        try {
            for (Callable<?> way :
                    List.<Callable<?>>of(
                            () -> Jobs.onThreads(jobs),
                            () -> Jobs.onParallelStream(jobs),
                            () -> Jobs.byForkJoin(jobs))) {
                Thread.currentThread().interrupt();
                assertThrows(Exception.class, way::call);
                Thread.interrupted();
            }
        } finally {
            over.countDown();
        }
    }
}
