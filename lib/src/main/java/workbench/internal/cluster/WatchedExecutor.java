package workbench.internal.cluster;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import workbench.Timeline;

/**
 * Hands tasks to a cluster's executor, and notes on a timeline which member did which, and when.
 * Members and client have one clock, as they are on one machine. Thread-safe; there is nothing to
 * be closed.
 */
public final class WatchedExecutor extends AbstractExecutorService {
    private final Client client;
    private final ExecutorService executor;
    private final Timeline timeline;
    private final List<Integer> ports;

    /**
     * @param ports of the members that it may use, each task one of them at random; none if
     *     Hazelcast is to choose
     */
    public WatchedExecutor(
            Client client, ExecutorService executor, Timeline timeline, List<Integer> ports) {
        this.client = client;
        this.executor = executor;
        this.timeline = timeline;
        this.ports = ports;
    }

    private final class Call<T> extends CompletableFuture<T> implements RunnableFuture<T> {
        private final Callable<T> task;
        private final long queued = System.nanoTime();

        Call(Callable<T> task) {
            this.task = task;
        }

        @Override
        public void run() {
            send(new Noted<>(task)).whenComplete(this::end);
        }

        private void end(Noted.Done<T> done, Throwable failure) {
            long now = System.nanoTime();
            if (failure != null) {
                // Nobody knows whether it had begun.
                timeline.add("" + task, "?", queued, now, now, true);
                completeExceptionally(failure);
                return;
            }
            long wall = Noted.now();
            timeline.add(
                    "" + task,
                    done.member(),
                    queued,
                    now - (wall - done.begun()) * 1000,
                    now - (wall - done.ended()) * 1000,
                    false);
            complete(done.value());
        }
    }

    @SuppressWarnings("unchecked") // what Hazelcast's executor returns is both
    private <T> CompletionStage<T> send(Callable<T> task) {
        if (ports.isEmpty()) {
            return (CompletionStage<T>) executor.submit(task);
        }
        int chosen = ports.get(ThreadLocalRandom.current().nextInt(ports.size()));
        return client.submitTo(executor, task, chosen);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
        return new Call<>(task);
    }

    /**
     * @param command only what this executor has made of a task
     */
    @Override
    public void execute(Runnable command) {
        if (!(command instanceof RunnableFuture)) {
            throw new UnsupportedOperationException("A cluster takes a Callable: submit one.");
        }
        command.run();
    }

    /** Does nothing: the executor belongs to the cluster, and ends with it. */
    @Override
    public void close() {}

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
