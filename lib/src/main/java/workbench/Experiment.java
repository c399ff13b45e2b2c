package workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import workbench.internal.kernel.Progress;
import workbench.internal.kernel.Stoppable;
import workbench.internal.kernel.Threads;
import workbench.internal.text.Difference;
import workbench.internal.text.Failures;
import workbench.internal.text.Text;

/**
 * Measures several versions of one workload against each other.
 *
 * <p>Each version runs once for its result, then so many times to warm up, then so many times under
 * the clock ({@link System#nanoTime}). The samples are interleaved, always in the order in which
 * the versions were given (A B C, A B C, …), so that a noisy moment of the machine hits all of
 * them; what one version leaves behind for the next (garbage, closing sockets) always hits the same
 * neighbour. Every single run's result is compared with the first version's, outside the measured
 * time: no time counts for a version that gives a wrong answer now and then.
 *
 * <p>The versions run one at a time, on one thread of the experiment's own, which has ended when
 * {@link #measure} returns. An interrupt of the notebook's cell reaches the version that runs, and
 * again until it ends. Not for use by several threads.
 */
public final class Experiment {

    private static final int NOISY = Size.pick(0, 1); // samples that may be noisy

    private final String title;
    private final LongSupplier clock;
    private final Map<String, Callable<?>> versions = new LinkedHashMap<>();
    private int samples; // 0: as many as a verdict needs though NOISY of them be noisy
    private int warmUps = Size.pick(0, 1);
    private Function<Object, ?> compared = value -> value;

    /**
     * @param clock gives a time in nanoseconds
     */
    Experiment(String title, LongSupplier clock) {
        this.title = title;
        this.clock = clock;
    }

    /**
     * An experiment without versions yet. It takes as many samples of each as {@link
     * Results#verdict} needs although one of them be noisy: five of two versions, six of three,
     * seven of four or five, eight of six to eight; after one warm-up. At {@link Size} small it
     * takes as few as a verdict needs, five of two to four, six of five to seven, after none. The
     * first run of each, whose result is compared, is never timed.
     */
    public static Experiment named(String title) {
        return new Experiment(title, System::nanoTime);
    }

    /**
     * How many timed runs of each version, for instance five where a run takes long. With fewer
     * than five (from five versions on, six) there is no verdict.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Experiment samples(int number) {
        samples = atLeast(1, number, "samples");
        return this;
    }

    /**
     * How many runs of each version before the timed ones, besides the one for its result.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Experiment warmUps(int number) {
        warmUps = atLeast(0, number, "warm-ups");
        return this;
    }

    private static int atLeast(int least, int number, String what) {
        if (number < least) {
            throw new IllegalArgumentException(
                    "An experiment needs " + least + " or more " + what + ", not " + number + ".");
        }
        return number;
    }

    /**
     * Adds a version: a name, and the work that it does, which returns its result.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Experiment version(String name, Callable<?> work) {
        if (versions.putIfAbsent(name, work) != null) {
            throw new IllegalArgumentException(
                    "There are two versions named \"" + name + "\": give each its own name.");
        }
        return this;
    }

    /**
     * Compares not the results themselves but what this function makes of them: for results whose
     * order may differ, {@code .comparing((List<String> names) -> Set.copyOf(names))}. The function
     * runs outside the measured time, on the experiment's thread.
     */
    @SuppressWarnings("unchecked")
    public <T> Experiment comparing(Function<T, ?> part) {
        compared = (Function<Object, ?>) part;
        return this;
    }

    /**
     * Runs all versions and returns what was measured. Where something else computes in this JVM, a
     * line says so first: an interrupted cell that runs on would make the times longer. (To see
     * that takes some 40 ms.)
     *
     * @throws IllegalStateException if a version fails, if its result differs from the first
     *     version's, or if the thread is interrupted (whose interrupt status is then set)
     */
    public Results measure() {
        if (versions.isEmpty()) {
            throw new IllegalStateException(
                    "\""
                            + title
                            + "\" has no version: add some by "
                            + ".version(\"sequential\", () -> …).");
        }
        Threads.busy().ifPresent(who -> System.out.println(title + ": " + who + "."));
        var outcome = Stoppable.run(this::rounds);
        switch (outcome.end()) {
            case DONE -> {
                return outcome.value();
            }
            case FAILED -> {
                Failures.passOnFatal(outcome.failure());
                throw outcome.failure() instanceof RuntimeException failure
                        ? failure
                        : told(Failures.reason(outcome.failure()), outcome.failure());
            }
            default ->
                    throw told(
                            "\""
                                    + title
                                    + "\" was interrupted, so nothing was measured"
                                    + (outcome.gone()
                                            ? "."
                                            : ", but a version does not react and runs on: "
                                                    + "restart the kernel."),
                            null);
        }
    }

    private Results rounds() {
        var start = clock.getAsLong();
        int rounds = samples == 0 ? Results.enough(versions.size(), NOISY) : samples;
        var values = new LinkedHashMap<String, Object>();
        var times = new LinkedHashMap<String, List<Duration>>();
        try (var progress = new Progress(title)) {
            for (int round = -1 - warmUps; round < rounds; round++) {
                for (var name : versions.keySet()) {
                    if (Stoppable.isStopping()) {
                        throw new CancellationException(title);
                    }
                    progress.update(step(round, rounds) + name);
                    var time = run(name, values);
                    if (round >= 0) {
                        times.computeIfAbsent(name, each -> new ArrayList<>()).add(time);
                    }
                }
            }
            progress.update(
                    Text.count(versions.size(), "version")
                            + ", "
                            + Text.count(rounds, "sample")
                            + " each, measured in "
                            + Text.time(Duration.ofNanos(clock.getAsLong() - start)));
        }
        return new Results(title, times, values);
    }

    private String step(int round, int rounds) {
        if (round < -warmUps) {
            return "checking the result of ";
        }
        return round < 0 ? "warming up " : "sample " + (round + 1) + " of " + rounds + ", ";
    }

    private Duration run(String name, Map<String, Object> values) {
        var work = versions.get(name);
        Object value;
        long time;
        try {
            var start = clock.getAsLong();
            value = work.call();
            time = clock.getAsLong() - start;
        } catch (Throwable failure) {
            // Everything, since a version is the reader's own code: a failed assertion or an
            // endless recursion gets a sentence as well.
            Failures.passOnFatal(failure);
            throw told(
                    "\""
                            + name
                            + "\" failed, so nothing was measured: "
                            + Failures.reason(failure)
                            + ". Fix that version and run the cell again.",
                    failure);
        }
        values.putIfAbsent(name, value);
        check(name, value, values.entrySet().iterator().next());
        return Duration.ofNanos(time);
    }

    private void check(String name, Object value, Map.Entry<String, Object> first) {
        var isFirst = name.equals(first.getKey());
        String difference;
        try {
            difference =
                    Difference.between(compared.apply(first.getValue()), compared.apply(value));
        } catch (Throwable failure) {
            Failures.passOnFatal(failure);
            throw told(
                    (isFirst
                                    ? "The result of \"" + name + "\""
                                    : "The results of \""
                                            + first.getKey()
                                            + "\" and \""
                                            + name
                                            + "\"")
                            + " could not be compared: "
                            + Failures.reason(failure)
                            + ". Fix what stands in comparing(…).",
                    failure);
        }
        if (difference != null) {
            throw told(
                    (isFirst
                                    ? "\"" + name + "\" gave another result in a later run: "
                                    : "\""
                                            + name
                                            + "\" and \""
                                            + first.getKey()
                                            + "\" give different results: ")
                            + difference
                            + ". Times of different results cannot be compared.",
                    null);
        }
    }

    /** The sentence for the reader, and of the stack only where in the reader's own code it was. */
    private static IllegalStateException told(String message, Throwable failure) {
        var exception = new IllegalStateException(message);
        var frames =
                failure == null
                        ? new StackTraceElement[0]
                        : Failures.cause(failure).getStackTrace();
        // Code of the unnamed module, which a cell's is, but not of this jar.
        exception.setStackTrace(
                Arrays.stream(frames)
                        .filter(frame ->
                                frame.getModuleName() == null
                                        && !frame.getClassName().startsWith("workbench."))
                        .limit(3)
                        .toArray(StackTraceElement[]::new));
        return exception;
    }
}
