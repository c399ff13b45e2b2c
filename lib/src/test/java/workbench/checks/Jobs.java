package workbench.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** What the solutions in several tests have in common. */
@SuppressWarnings("try") // solutions of readers close a pool by its name
final class Jobs {

    private Jobs() {}

    /** All jobs to an executor that is closed; then the results in order. */
    static List<String> by(ExecutorService executor, int n, IntFunction<String> job)
            throws Exception {
        try (executor) {
            var futures = new ArrayList<Future<String>>();
            for (int i = 0; i < n; i++) {
                int seed = i;
                futures.add(executor.submit(() -> job.apply(seed)));
            }
            var results = new ArrayList<String>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** All jobs to an executor that is closed; then the results in order, null where one failed. */
    static List<String> on(ExecutorService executor, List<Callable<String>> jobs)
            throws InterruptedException {
        try (executor) {
            return executor.invokeAll(jobs).stream().map(Jobs::orNull).toList();
        }
    }

    /** How one waits for the end of all jobs of an executor that is shut down. */
    interface Wait {
        void on(ExecutorService executor) throws InterruptedException;
    }

    /** All jobs to an executor that is shut down; after a wait, the results that are there. */
    static List<String> after(ExecutorService executor, int n, IntFunction<String> job, Wait wait)
            throws InterruptedException {
        var results = new String[n];
        for (int i = 0; i < n; i++) {
            int seed = i;
            executor.execute(() -> results[seed] = job.apply(seed));
        }
        executor.shutdown();
        wait.on(executor);
        return Arrays.asList(results.clone());
    }

    static String orNull(Callable<String> job) {
        try {
            return job.call();
        } catch (Throwable e) {
            return null;
        }
    }

    static <T> T orNull(Future<T> future) {
        return future.state() == Future.State.SUCCESS ? future.resultNow() : null;
    }
}
