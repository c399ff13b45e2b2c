package workbench.internal.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a compiler has made of a code, once: the same code is not compiled again while this JVM
 * runs, however often its cell is run. Safe for use by several threads.
 *
 * @param folder where it stands until this JVM ends, or null if nothing was to be compiled
 * @param time what compiling took
 * @param complaint why there is nothing in the folder, or null
 */
public record Build(Path folder, Duration time, Code.Complaint complaint) {

    private record Key(Code code, Map<String, String> environment) {}

    private static final Map<Key, Build> known = new ConcurrentHashMap<>();

    /**
     * Compiles a code, or finds what was made of it before.
     *
     * @throws InterruptedException if the thread is interrupted; nothing is left of it then
     */
    public static Build of(Code code, Map<String, String> environment, Duration limit)
            throws InterruptedException {
        if (!code.needsCompiler()) {
            return new Build(null, Duration.ZERO, null);
        }
        var key = new Key(code, environment);
        var before = known.get(key);
        if (before != null) {
            if (Files.isDirectory(before.folder)) {
                return before;
            }
            known.remove(key, before); // somebody has tidied up the system's temporary files
        }
        var folder = Cleanup.folder("built-");
        var whole = false;
        try {
            var begin = System.nanoTime();
            var complaint = code.compile(folder, environment, limit);
            var build = new Build(folder, Duration.ofNanos(System.nanoTime() - begin), complaint);
            whole = complaint == null && known.putIfAbsent(key, build) == null;
            return whole || complaint != null ? build : known.get(key);
        } finally {
            if (!whole) {
                Cleanup.delete(folder);
            }
        }
    }
}
