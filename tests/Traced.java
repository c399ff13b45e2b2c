import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import workbench.Timeline;
import workbench.Trace;

/**
 * Prints the trace of a timeline that has all there can be on one: tasks in a queue, tasks that
 * wait, work and fail, on platform and on virtual threads, a task within a task, one without a
 * thread, one that has not ended, and names that JSON has to escape.
 */
void main() throws Exception {
    var timeline = new Timeline("A \"timeline\"\n\\ of all there is: ü, 日, \u0001");
    try (var pool = Executors.newFixedThreadPool(1);
            var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
        var submitted = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            pool.submit(timeline.queued("queued \"" + i + "\"", () -> {
                submitted.await();
                timeline.waiting(() -> Thread.sleep(2));
                return timeline.call("inner", () -> 1);
            }));
        }
        submitted.countDown();
        virtual.submit(timeline.queued("fails", () -> {
            throw new IllegalStateException("as it should");
        }));
    }
    timeline.pending("without a thread", new java.util.concurrent.CompletableFuture<String>());
    IO.println(Trace.of(timeline));
}
