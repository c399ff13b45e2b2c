package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import workbench.internal.program.Cleanup;

/** Files of a notebook. Thread-safe: every method may be called by any thread. */
public final class Disk {
    private static final Set<Path> CLEARED = ConcurrentHashMap.newKeySet();

    private Disk() {}

    /**
     * Begins to write a text in UTF-8 over the beginning of a file, with an {@link
     * AsynchronousFileChannel}, and returns at once. The file is made where there is none.
     *
     * @return completed with the number of bytes, or with what went wrong, once the channel has
     *     been closed; a short text is written as a whole
     * @throws IOException where the file cannot be opened
     */
    public static CompletableFuture<Integer> beginWriting(Path file, String text)
            throws IOException {
        var channel = AsynchronousFileChannel.open(file, CREATE, WRITE);
        var written = new CompletableFuture<Integer>();
        var handler =
                new CompletionHandler<Integer, Void>() {
                    @Override
                    public void completed(Integer bytes, Void nothing) {
                        try {
                            channel.close();
                            written.complete(bytes);
                        } catch (IOException e) {
                            written.completeExceptionally(e);
                        }
                    }

                    @Override
                    public void failed(Throwable failure, Void nothing) {
                        try (channel) {
                            written.completeExceptionally(failure);
                        } catch (IOException e) {
                            failure.addSuppressed(e);
                        }
                    }
                };
        channel.write(UTF_8.encode(text), 0, null, handler);
        return written;
    }

    /**
     * Deletes all that lies in a temporary folder. The folder itself stays, so that cells which
     * write into it can be run again; it is deleted, with what lies in it then, when this JVM ends.
     * A link is deleted, and not what it leads to. Where there is no such folder it does nothing.
     *
     * @throws IllegalArgumentException where the folder does not lie in the system's temporary one
     * @throws IOException where something cannot be deleted
     */
    public static void clear(Path folder) throws IOException {
        var place = folder.toAbsolutePath().normalize();
        var temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        if (!place.startsWith(temporary) || place.equals(temporary)) {
            throw new IllegalArgumentException(
                    "Only a temporary folder is cleared, one of Files.createTempDirectory.");
        }
        if (CLEARED.add(place)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Cleanup.delete(place)));
        }
        if (!Files.exists(place)) {
            return;
        }
        try (var inside = Files.newDirectoryStream(place)) {
            for (var each : inside) {
                Cleanup.deleteAll(each);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
