package workbench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import workbench.internal.text.Text;

/**
 * What this JVM holds at one moment. Two of them, before and while something waits, say what the
 * waiting costs. Immutable.
 *
 * @param platformThreads how many there are, carriers and the JVM's own among them; virtual ones do
 *     not count
 * @param heap bytes of the heap in use after garbage collections, as {@link Machine#heapHeld()}
 * @param process bytes of the whole process, as {@link Machine#inUse()}; empty where the system
 *     does not tell
 */
public record Held(int platformThreads, long heap, OptionalLong process) {

    /** What is held now. Takes a few hundred milliseconds, for the garbage collections. */
    public static Held now() {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        return new Held(threads, Machine.heapHeld(), Machine.inUse());
    }

    /**
     * What so many threads of a kind hold while all of them wait for one thing, in words as {@link
     * #since} gives them. A tenth of the threads wait first and are not counted: what Java loads
     * for the first of them is not theirs. What is not compiled yet needs more room on the stack of
     * a virtual thread: a second call may find two thirds less. And a process that has memory in
     * reserve takes that first: of its memory the words may tell too little, or nothing. All have
     * ended when this returns. Takes a second or two.
     *
     * @param kind makes the threads
     * @throws InterruptedException if this thread is interrupted meanwhile; the threads then end by
     *     themselves
     * @throws IllegalArgumentException unless there is a thread
     */
    public static String whileThreadsWait(int threads, ThreadFactory kind)
            throws InterruptedException {
        if (threads < 1) {
            throw new IllegalArgumentException("One thread or more waits, not " + threads + ".");
        }
        whileAllWait(Math.max(1, threads / 10), kind, () -> "");
        var before = now();
        return whileAllWait(threads, kind, () -> now().since(before, threads));
    }

    private static String whileAllWait(int n, ThreadFactory kind, Supplier<String> look)
            throws InterruptedException {
        var begun = new CountDownLatch(n);
        var box = new CompletableFuture<String>();
        var threads = new ArrayList<Thread>(n);
        try {
            for (int i = 0; i < n; i++) {
                var thread =
                        kind.newThread(() -> {
                            begun.countDown();
                            box.join();
                        });
                thread.start();
                threads.add(thread);
            }
            begun.await();
            return look.get();
        } finally {
            box.complete("there");
            for (var thread : threads) {
                thread.join();
            }
        }
    }

    /**
     * The difference, divided among so many waits, in words, such as "for each of 5,000: 1.00
     * platform threads, 0.80 kB of heap, 41 kB of the process's memory". What has become less
     * counts as nothing.
     *
     * @param before what was held before the waits began
     * @throws IllegalArgumentException unless there is a wait
     */
    public String since(Held before, int waits) {
        if (waits < 1) {
            throw new IllegalArgumentException("Divide among one wait or more, not " + waits + ".");
        }
        var words =
                String.format(
                        Locale.ROOT,
                        "for each of %,d: %.2f platform threads, %s of heap",
                        waits,
                        more(before.platformThreads, platformThreads) / (double) waits,
                        kilobytes(more(before.heap, heap), waits));
        return process.isEmpty() || before.process.isEmpty()
                ? words
                : words
                        + ", "
                        + kilobytes(more(before.process.getAsLong(), process.getAsLong()), waits)
                        + " of the process's memory";
    }

    private static long more(long before, long now) {
        return Math.max(0, now - before);
    }

    private static String kilobytes(long bytes, int waits) {
        return Text.number(bytes / 1e3 / waits, 2) + " kB";
    }
}
