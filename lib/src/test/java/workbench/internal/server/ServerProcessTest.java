package workbench.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbench.internal.text.Places;

@Timeout(120)
@Tag("slow")
class ServerProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    /** Says nothing, not even at the end of its input. */
    static final class Mute {
        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(10));
        }
    }

    /** Gives an address, answers the first line, says nothing to others, and does not end. */
    static final class Deaf {
        public static void main(String[] arguments) throws Exception {
            System.out.println("http://deaf");
            System.in.read();
            System.out.println("once");
            Thread.sleep(Duration.ofMinutes(10));
        }
    }

    /** Complains much more than a pipe holds, then gives an address and echoes. */
    static final class Loud {
        public static void main(String[] arguments) {
            for (int i = 0; i < 100_000; i++) {
                System.err.println("complaint " + i);
            }
            System.out.println("http://loud");
            IO.println(IO.readln());
            System.exit(3);
        }
    }

    /** Dies at once. */
    static final class Dying {
        public static void main(String[] arguments) {
            System.err.println("no\n  breath");
            System.exit(7);
        }
    }

    private final List<ProcessHandle> before = new ArrayList<>();

    @BeforeEach
    void count() {
        before.addAll(ProcessHandle.current().children().toList());
    }

    @AfterEach
    void noProcessAndNoThreadIsLeft() {
        var left = new ArrayList<>(ProcessHandle.current().children().toList());
        left.removeAll(before);
        assertEquals(List.of(), left);
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().startsWith("tested's process")));
    }

    private static ServerProcess start(Class<?> main, Duration limit) {
        return start(main.getName(), System.getProperty("java.class.path"), limit);
    }

    private static ServerProcess start(String main, String classPath, Duration limit) {
        return new ServerProcess(
                "tested",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        main),
                limit);
    }

    private static String refusal(Class<?> main, Duration limit) {
        return assertThrows(IllegalStateException.class, () -> start(main, limit).close())
                .getMessage();
    }

    @Test
    void whatNeverAnswersIsEndedInTime() {
        assertEquals(
                "The JVM of the tested cannot start (it did not answer within 200 ms): run"
                        + " notebooks/open, which repairs the helper jar, or use local().",
                refusal(Mute.class, SHORT));
    }

    @Test
    void whatDiesIsSaidWithItsExitValueAndItsWords() {
        assertTrue(
                refusal(Dying.class, LONG).contains("(exit value 7; it said: no breath): "),
                refusal(Dying.class, LONG));
        var noClass = assertThrows(IllegalStateException.class, () -> start("no.Such", ".", LONG));
        assertTrue(
                noClass.getMessage().matches(".*exit value 1; it said: .*no.Such.*"),
                noClass.getMessage());
        var noJava =
                assertThrows(
                        IllegalStateException.class,
                        () -> new ServerProcess("tested", List.of("no-java"), LONG));
        assertTrue(noJava.getMessage().contains("no-java"), noJava.getMessage());
    }

    @Test
    void aFloodOfComplaintsHoldsNothingUpAndIsBounded() {
        var loud = start(Loud.class, LONG);
        assertEquals("http://loud", loud.base());
        assertEquals("echo é 𝄞".length(), loud.command("echo é 𝄞").length());
        var ended =
                assertThrows(
                                IllegalStateException.class,
                                () -> {
                                    loud.command("more");
                                    loud.command("more");
                                })
                        .getMessage();
        assertTrue(
                ended.startsWith(
                        "The process of the tested has ended (exit value 3; it said: "
                                + "complaint 0 complaint 1 "),
                ended);
        assertTrue(ended.endsWith("…): open a new one."), ended);
        assertTrue(ended.length() < 500, ended);
        loud.close();
    }

    @Test
    void whatStopsAnsweringIsEnded() {
        // Long enough for a start, and waited for once.
        var limit = Duration.ofSeconds(5);
        var deaf = start(Deaf.class, limit);
        assertEquals("once", deaf.command("first"));
        var ended = assertThrows(IllegalStateException.class, () -> deaf.command("second"));
        assertEquals(
                "The process of the tested has ended (it did not answer within 5.00 s): open"
                        + " a new one.",
                ended.getMessage());
        assertTrue(
                assertThrows(IllegalStateException.class, () -> deaf.command("third"))
                        .getMessage()
                        .startsWith("The process of the tested has ended (exit value "));
    }

    @Test
    void whatDoesNotEndByItselfIsEndedByForce() {
        start(Deaf.class, Duration.ofSeconds(5)).close();
        var interrupted = start(Deaf.class, Duration.ofDays(1));
        Thread.currentThread().interrupt();
        interrupted.close();
        assertTrue(Thread.interrupted(), "the interrupt is kept");
    }

    @Test
    void anInterruptedQuestionSpoilsNoLaterAnswer() {
        try (var genres = ServerProcess.open(Kind.GENRES)) {
            Thread.currentThread().interrupt();
            assertThrows(IllegalStateException.class, () -> genres.command("latency 0"));
            assertTrue(Thread.interrupted(), "the interrupt is kept");
            assertEquals(0, CountersJson.read(genres.command("counters")).requests());
            assertEquals("ok", genres.command("reset"));
            assertEquals("not understood: shout", genres.command("shout"));
        }
        Thread.currentThread().interrupt();
        assertThrows(IllegalStateException.class, () -> start(Mute.class, LONG));
        assertTrue(Thread.interrupted(), "the interrupt is kept");
    }

    /** As a checkout may be called; without what this machine's file names cannot hold. */
    @Test
    void startsFromAFolderWithAnOddName(@TempDir Path temporary) throws Exception {
        var encodes =
                Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('é');
        var folder =
                Files.createDirectory(
                        temporary.resolve("My Courses #1 " + (encodes ? "é" : "e") + "+%20"));
        var jar = folder.resolve("workbench.jar");
        pack(Dying.class, jar);
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            var loaded = loader.loadClass(Dying.class.getName());
            assertEquals(jar, Places.of(loaded));
            var ended =
                    assertThrows(
                            IllegalStateException.class,
                            () -> start(loaded.getName(), ServerProcess.classPath(loaded), LONG));
            assertTrue(ended.getMessage().contains("exit value 7"), ended.getMessage());
        }
        assertEquals(
                System.getProperty("java.class.path"), ServerProcess.classPath(ServiceMain.class));
    }

    private static void pack(Class<?> one, Path jar) throws IOException {
        var name = one.getName().replace('.', '/') + ".class";
        try (var to = new JarOutputStream(Files.newOutputStream(jar));
                var bytes = one.getClassLoader().getResourceAsStream(name)) {
            to.putNextEntry(new JarEntry(name));
            bytes.transferTo(to);
        }
    }
}
