package workbench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;

/** Work for a core, as much as is wanted. Stateless, so thread-safe. */
public final class Work {

    private Work() {}

    /**
     * Computes on this thread until it has had a core for so long. While another thread has the
     * core, nothing counts: so this is the same amount of work whatever else the machine does. It
     * takes at least as long by the clock, as exactly as the system keeps account of its threads.
     *
     * @param millis the time on a core in milliseconds; zero or less computes next to nothing
     * @return the last digits of what was computed, the same every time
     * @throws InterruptedException if this thread is interrupted before it is done, whose interrupt
     *     status is then cleared
     * @throws IllegalStateException on a virtual thread: the system keeps an account of its own
     *     threads only
     */
    public static long compute(long millis) throws InterruptedException {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException(
                    "Work.compute needs a platform thread: the time that a virtual thread has on a"
                            + " core is not known.");
        }
        var account = ManagementFactory.getThreadMXBean();
        long end = account.getCurrentThreadCpuTime() + millis * 1_000_000;
        long number;
        do {
            if (Thread.interrupted()) {
                throw new InterruptedException("The work was interrupted, and is not done.");
            }
            number = 1;
            for (int i = 0; i < 50_000; i++) {
                number = number * 31 + i;
            }
        } while (account.getCurrentThreadCpuTime() < end);
        return number & 0xFFF;
    }

    /**
     * Mixes a number for so many rounds, each of which needs the one before; on any thread. It ends
     * after them, and not sooner if the thread is interrupted.
     *
     * @param rounds how many; about a nanosecond each, zero or less computes nothing
     * @return what was computed, the same every time; as often even as odd
     */
    public static int mix(int number, int rounds) {
        int mixed = number;
        for (int i = 0; i < rounds; i++) {
            mixed = mixed * 31 + i;
        }
        return mixed;
    }

    /**
     * The same job, but once the thread that calls this method has been interrupted, or the one
     * that does the job, it ends with a {@link CancellationException} before it begins. So an
     * interrupt of a cell also reaches threads that are not the cell's own, such as those of the
     * common pool, as long as the interrupt status is set. A job that has begun goes on to its end.
     *
     * @return as thread-safe as the job
     */
    public static <T> IntFunction<T> stoppable(IntFunction<T> job) {
        var you = Thread.currentThread();
        return number -> {
            if (you.isInterrupted() || Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted before " + number);
            }
            return job.apply(number);
        };
    }
}
