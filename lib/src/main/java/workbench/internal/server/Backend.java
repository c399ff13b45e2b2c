package workbench.internal.server;

/** Where a service really is, and how it is controlled there. Thread-safe. */
public interface Backend extends AutoCloseable {
    /** Address without a path and without a slash at its end. */
    String base();

    /**
     * Carries out one line, answers one line; the commands are those of {@link LocalServer}.
     *
     * @throws UnsupportedOperationException where the service has no controls
     * @throws IllegalStateException where it is not there any more
     */
    String command(String line);

    /** Ends it and waits until it is gone; does nothing the second time. */
    @Override
    void close();
}
