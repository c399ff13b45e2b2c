package workbench;

/**
 * What is to be done for a seed, such as to fetch its genre. As thread-safe as the lambda that it
 * is.
 */
@FunctionalInterface
public interface Job {

    /**
     * Does the job for this seed, on the calling thread.
     *
     * @throws Exception any that the job throws, checked ones included
     */
    String get(int seed) throws Exception;
}
