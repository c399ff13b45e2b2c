package workbench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * How often something was looked at while another thread changed it, and how often it was not as it
 * should be. Immutable.
 *
 * @param number of looks in all
 * @param wrong how many of them saw what should not be
 */
public record Looks(long number, long wrong) {

    /**
     * Looks again and again from the current thread, while a thread of its own makes the change
     * again and again. That thread has ended when this returns.
     *
     * @param time for how long
     * @param right looks once, and says whether all is as it should be
     * @throws InterruptedException if the current thread is interrupted meanwhile
     * @throws IllegalStateException if the change throws something, which is the cause then
     */
    public static Looks during(Duration time, Runnable change, BooleanSupplier right)
            throws InterruptedException {
        var over = new AtomicBoolean();
        var failure = new AtomicReference<Throwable>();
        var changing =
                Thread.ofPlatform()
                        .daemon()
                        .name("changing")
                        .start(() -> {
                            try {
                                while (!over.get()) {
                                    change.run();
                                }
                            } catch (Throwable e) {
                                failure.set(e); // for the one who looks
                            }
                        });
        long number = 0;
        long wrong = 0;
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("The looking was interrupted.");
                }
                number++;
                if (!right.getAsBoolean()) {
                    wrong++;
                }
            }
        } finally {
            over.set(true);
            changing.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The change failed.", failure.get());
        }
        return new Looks(number, wrong);
    }

    /** Both numbers, such as "1,200,000 looks, 3,400 of them wrong". */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d looks, %,d of them wrong", number, wrong);
    }
}
