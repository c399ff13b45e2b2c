package workbench.internal.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The processes and temporary folders of programs, and how they go: with the run that they belong
 * to, and at the latest with this JVM. Safe for use by several threads.
 */
public final class Cleanup {

    /** How long is waited for processes to be gone, and for Windows to let go of their files. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Map<Process, Path> running = new ConcurrentHashMap<>();

    private static final String NAME = "workbench-program-";

    private static Path root;

    private Cleanup() {}

    /** A new, empty folder whose path has no symbolic link in it. */
    public static synchronized Path folder(String name) {
        try {
            if (root == null || !Files.isDirectory(root)) {
                if (root == null) {
                    Runtime.getRuntime().addShutdownHook(new Thread(Cleanup::all));
                    deleteOld();
                }
                root = Files.createTempDirectory(NAME).toRealPath();
            }
            return Files.createTempDirectory(root, name);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "A program needs a temporary folder: make room in the "
                            + "system's folder for temporary files.",
                    e);
        }
    }

    /**
     * Deletes what JVMs left behind that were killed: whatever has not changed for a day. Should
     * one of them still be alive, it makes again what it needs.
     */
    private static void deleteOld() throws IOException {
        var yesterday = Instant.now().minus(Duration.ofDays(1));
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(temporary, NAME + "*")) {
            for (var folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(yesterday)) {
                    tryDelete(folder);
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            // Another JVM was at it, too; or it cannot be listed, and so be it.
        }
    }

    /** From now on the process ends with this JVM. */
    static void started(Process process, Path folder) {
        running.put(process, folder);
    }

    static void ended(Process process) {
        running.remove(process);
    }

    private static void all() {
        running.forEach(Cleanup::end);
        synchronized (Cleanup.class) {
            delete(root);
        }
    }

    /**
     * Ends a process and all that it has started, and waits a second at most until they are gone.
     * What was started while they were being ended is known by the folder in its command line.
     */
    static void end(Process process, Path folder) {
        var tree = Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        var name = folder.getFileName().toString();
        var late =
                ProcessHandle.allProcesses()
                        .filter(one -> one.info().commandLine().orElse("").contains(name))
                        .peek(ProcessHandle::destroyForcibly)
                        .toList();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var interrupted = false;
        for (var one : Stream.concat(tree.stream(), late.stream()).toList()) {
            interrupted |= await(one, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether an interrupt came meanwhile; to wait is bounded, and so goes on. */
    private static boolean await(ProcessHandle process, long deadline) {
        var interrupted = false;
        while (true) {
            try {
                process.onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException e) {
                return interrupted;
            }
        }
    }

    /** Deletes a folder with all that is in it; what cannot be deleted goes with this JVM. */
    public static void delete(Path folder) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!tryDelete(folder) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean tryDelete(Path folder) {
        try {
            deleteAll(folder);
            return true;
        } catch (IOException inUse) {
            return Files.notExists(folder);
        }
    }

    /**
     * Deletes a file, or a folder with all that is in it; of a link the link, and not what it leads
     * to.
     *
     * @throws IOException where something cannot be deleted, or nothing is there
     */
    public static void deleteAll(Path place) throws IOException {
        Files.walkFileTree(
                place,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path emptied, IOException failed)
                            throws IOException {
                        Files.deleteIfExists(emptied);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
