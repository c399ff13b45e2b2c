package workbench;

import workbench.internal.text.Failures;

/**
 * A piece of code that runs later, such as on an event loop; on which thread, says whoever takes
 * it.
 */
@FunctionalInterface
public interface Step {
    /**
     * Runs it.
     *
     * @throws Exception whatever went wrong; whoever has taken the step says what becomes of it
     */
    void run() throws Exception;

    /**
     * Runs it. Whatever it throws, also an {@link Error}, ends here: one line on standard output
     * tells it, since others wait for their turn.
     *
     * @throws InterruptedException if it was interrupted, which is meant for the thread
     */
    default void attempt() throws InterruptedException {
        try {
            run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            System.out.println("a callback failed: " + Failures.reason(e));
        }
    }
}
