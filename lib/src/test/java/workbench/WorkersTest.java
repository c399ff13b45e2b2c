package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void eachNumberIsDoneOnce() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        try (var workers = new Workers()) {
            workers.share(3, 100, seen::add);
            workers.join();
            assertEquals(HUNDRED, seen.stream().sorted().toList());
        }
    }

    @Test
    void soManyWorkAtTheSameTime() throws Exception {
        var meeting = new CyclicBarrier(4);
        try (var workers = new Workers()) {
            workers.share(4, 4, number -> meeting.await(10, TimeUnit.SECONDS));
            workers.join();
        }
    }

    @Test
    void twoStagesWithAQueueBetweenThem() throws Exception {
        var queue = new ArrayBlockingQueue<Integer>(2);
        var seen = new ConcurrentLinkedQueue<Integer>();
        try (var workers = new Workers()) {
            workers.share(4, 100, queue::put);
            workers.share(2, 100, number -> seen.add(queue.take()));
            workers.join();
        }
        assertEquals(HUNDRED, seen.stream().sorted().toList());
    }

    @Test
    void aFailureOfEitherStageEndsBoth() throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            var queue = new ArrayBlockingQueue<Integer>(2);
            try (var workers = new Workers()) {
                workers.share(
                        3,
                        100,
                        number -> {
                            fail(first && number == 5);
                            queue.put(number);
                        });
                workers.share(
                        2,
                        100,
                        number -> {
                            fail(!first && number == 5);
                            queue.take();
                        });
                var failure = assertThrows(ExecutionException.class, workers::join);
                assertInstanceOf(IOException.class, failure.getCause());
            }
        }
    }

    private static void fail(boolean now) throws IOException {
        if (now) {
            throw new IOException("number 5 fails");
        }
    }

    @Test
    void whoIsInterruptedWhileHeWaitsHearsOfIt() {
        try (var workers = new Workers()) {
            workers.share(1, 1, number -> Thread.sleep(60_000));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, workers::join);
        }
    }

    @Test
    void noWorkerIsAMistake() {
        try (var workers = new Workers()) {
            assertThrows(IllegalArgumentException.class, () -> workers.share(0, 1, number -> {}));
        }
    }
}
