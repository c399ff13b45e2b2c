package workbench.internal.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source text with all that decides what is made of it: equal codes are compiled alike. */
public interface Code {

    /** What it is called at the start of a sentence. */
    String label();

    /** What this machine lacks to run it, if anything, as it goes on after "there is no ". */
    Optional<String> missing(Map<String, String> environment) throws InterruptedException;

    /** Whether it has to be compiled before it can be run. */
    boolean needsCompiler();

    /**
     * Compiles it into a folder.
     *
     * @return why it cannot be compiled, or null
     */
    Complaint compile(Path folder, Map<String, String> environment, Duration limit)
            throws InterruptedException;

    /**
     * The command that runs it, without the program's arguments.
     *
     * @param built where it was compiled into, or null
     * @param folder its working folder, in which it may put files of its own
     */
    List<String> command(Path built, Path folder, Map<String, String> environment)
            throws InterruptedException;

    /**
     * Why a source text cannot be compiled.
     *
     * @param first the first complaint, as it goes on after "does not compile: "
     * @param all all that the compiler says
     */
    record Complaint(String first, String all) {}
}
