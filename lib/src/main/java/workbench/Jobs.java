package workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Lists of jobs, and some ways to do them all that other notebooks teach, in one shape: jobs go in,
 * results come out, in the order of the jobs. An interrupt of the thread that calls ends each of
 * them; jobs that have not begun by then do not begin. Stateless, so thread-safe.
 */
public final class Jobs {

    private Jobs() {}

    /**
     * A job for each number from 0 to so many, that number left out: it calls the function.
     *
     * @return a list that cannot be changed; its jobs are as thread-safe as the function
     */
    public static <T> List<Callable<T>> of(int many, IntFunction<T> job) {
        return IntStream.range(0, many)
                .mapToObj(number -> (Callable<T>) () -> job.apply(number))
                .toList();
    }

    /**
     * An experiment that does these jobs in five ways: sequential, threads (one for each job),
     * executor (a platform thread for each core), virtual threads (one for each job) and parallel
     * stream. More versions can be added.
     */
    public static <T> Experiment inFiveWays(String title, List<Callable<T>> jobs) {
        return Experiment.named(title)
                .version("sequential", () -> inSequence(jobs))
                .version("threads", () -> onThreads(jobs))
                .version("executor", () -> on(Executors.newFixedThreadPool(Machine.cores()), jobs))
                .version(
                        "virtual threads",
                        () -> on(Executors.newVirtualThreadPerTaskExecutor(), jobs))
                .version("parallel stream", () -> onParallelStream(jobs));
    }

    private static <T> List<T> inSequence(List<Callable<T>> jobs) throws Exception {
        var results = new ArrayList<T>();
        for (var job : jobs) {
            results.add(job.call());
        }
        return results;
    }

    private static <T> List<T> on(ExecutorService opened, List<Callable<T>> jobs)
            throws ExecutionException, InterruptedException {
        try (var executor = opened) {
            return results(executor.invokeAll(jobs));
        }
    }

    /**
     * A platform thread for each job, as in 02. When this method returns or throws, every job has
     * ended or is interrupted.
     *
     * @throws ExecutionException with what a job has thrown
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public static <T> List<T> onThreads(List<Callable<T>> jobs)
            throws ExecutionException, InterruptedException {
        var tasks = jobs.stream().map(FutureTask::new).toList();
        for (var task : tasks) {
            Thread.ofPlatform().start(task);
        }
        try {
            return results(tasks);
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    /**
     * A parallel stream over the jobs, as in 07.
     *
     * @throws IllegalStateException if a job throws, which is its cause
     * @throws CancellationException if this thread is interrupted meanwhile
     */
    public static <T> List<T> onParallelStream(List<Callable<T>> jobs) {
        var job = stoppable(jobs);
        return IntStream.range(0, jobs.size()).parallel().mapToObj(job).toList();
    }

    /**
     * All jobs forked to the common pool and joined, as in 07.
     *
     * @throws ExecutionException with what a job has thrown
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public static <T> List<T> byForkJoin(List<Callable<T>> jobs)
            throws ExecutionException, InterruptedException {
        var job = stoppable(jobs);
        var tasks =
                IntStream.range(0, jobs.size())
                        .mapToObj(number -> ForkJoinTask.adapt(() -> job.apply(number)))
                        .toList();
        return results(new ArrayList<>(ForkJoinTask.invokeAll(tasks)));
    }

    private static <T> IntFunction<T> stoppable(List<Callable<T>> jobs) {
        return Work.stoppable(number -> {
            try {
                return jobs.get(number).call();
            } catch (Exception failure) {
                throw new IllegalStateException("job " + number + " failed", failure);
            }
        });
    }

    private static <T> List<T> results(List<? extends Future<T>> futures)
            throws ExecutionException, InterruptedException {
        var results = new ArrayList<T>();
        for (var future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
