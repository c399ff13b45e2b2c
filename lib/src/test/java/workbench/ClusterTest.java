package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("slow")
class ClusterTest {
    private static final Program CODE =
            Program.java(
                            "Member",
                            """
                            import com.hazelcast.config.*;
                            import com.hazelcast.core.*;
                            import module java.base;

                            public class Member {
                                public static void main(String[] addresses) {
                                    var config = Config.load();
                                    config.getNetworkConfig().getJoin().getTcpIpConfig()
                                        .setEnabled(true).setMembers(List.of(addresses));
                                    Hazelcast.newHazelcastInstance(config);
                                }
                            }

                            record Who(int number) implements Callable<String>, Serializable {
                                public String call() {
                                    return number + " by " + System.getProperty("member");
                                }
                            }
                            """)
                    .with("hazelcast");

    @AfterEach
    void close() {
        Cluster.closeAll();
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void membersDoTasksAndCanBeReplaced() throws Exception {
        var cluster = Cluster.of(2, CODE);
        assertEquals(Duration.ZERO, cluster.startTime());
        assertEquals(List.of("A", "B"), cluster.start());
        var startTime = cluster.startTime();
        assertTrue(startTime.isPositive(), "" + startTime);
        cluster.start(); // there is nothing to start
        assertEquals(startTime, cluster.startTime());
        Callable<String> who = cluster.task("Who", 7);
        assertEquals("7 by A", cluster.executor(1).submit(who).get());
        assertEquals(
                "The program of the members has no class Woh: is it mistyped?",
                refusal(() -> cluster.task("Woh", 7)));
        assertEquals("Who has no constructor for 0 arguments.", refusal(() -> cluster.task("Who")));
        assertEquals(
                "Who(int) cannot be made of [seven].", refusal(() -> cluster.task("Who", "seven")));
        for (var task : cluster.<String>tasks("Who", List.of(8, 9))) {
            assertTrue(cluster.executor().submit(task).get().matches("[89] by [AB]"));
        }
        var numbers = cluster.map("numbers", Map.of(1, 2, 3, 4));

        var timeline = new Timeline("two");
        var executor = cluster.executor(timeline);
        for (var future : executor.invokeAll(Collections.nCopies(20, Cluster.nap(1)))) {
            assertEquals(1, future.get());
        }
        assertEquals(20, timeline.tasks().size());
        assertTrue(List.of("A", "B").containsAll(timeline.tasksByThread().keySet()));

        var late = cluster.executor(1).submit(Cluster.nap(60_000));
        cluster.kill("A");
        assertThrows(ExecutionException.class, late::get);
        assertThrows(IllegalArgumentException.class, () -> cluster.kill("A"));
        assertEquals(2, numbers.size(), "there is a backup");
        assertEquals(List.of("A", "B"), cluster.start());
        assertEquals("7 by A", cluster.executor(1).submit(who).get());

        Cluster.closeAll();
        assertEquals("8 by A", cluster.executor(1).submit(cluster.<String>task("Who", 8)).get());
    }

    /** Called as the client calls what it throws. */
    @SuppressWarnings("serial")
    private static final class TargetDisconnectedException extends RuntimeException {}

    @Test
    void aMapIsFilledThoughAMemberDies() throws Exception {
        var cluster = Cluster.of(2, CODE);
        var deaths = new AtomicInteger(1);
        var entries =
                new AbstractMap<Integer, Integer>() {
                    @Override
                    public Set<Entry<Integer, Integer>> entrySet() {
                        if (deaths.getAndDecrement() > 0) {
                            cluster.kill("A");
                            throw new IllegalStateException(new TargetDisconnectedException());
                        }
                        return Map.of(1, 2, 3, 4).entrySet();
                    }
                };
        assertEquals(Map.of(1, 2, 3, 4), Map.copyOf(cluster.map("numbers", entries)));
        deaths.set(3); // one more than there are members
        assertThrows(IllegalStateException.class, () -> cluster.map("numbers", entries));
    }

    @Test
    void anInterruptEndsTheStart() throws Exception {
        var cluster = Cluster.of(2, CODE);
        try (var thread = Executors.newSingleThreadExecutor()) {
            var start = thread.submit(cluster::start);
            Thread.sleep(300);
            thread.shutdownNow();
            var failure = assertThrows(ExecutionException.class, start::get);
            assertTrue(failure.getCause() instanceof InterruptedException, "" + failure);
        }
        assertTrue(
                ProcessHandle.current()
                        .children()
                        .noneMatch(child ->
                                child.info().commandLine().orElse("").contains("-Dmember=")));
    }

    @Test
    void wrongWishesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Cluster.of(0, CODE));
        assertThrows(IllegalArgumentException.class, () -> Cluster.of(9, CODE));
        assertThrows(IllegalArgumentException.class, () -> Cluster.bytes(new Object()));
        assertTrue(Cluster.bytes("x") > 1);
    }

    @Test
    void aProgramThatFailsIsTold() {
        var cluster =
                Cluster.of(
                        1,
                        Program.java(
                                        "Member",
                                        """
                                        public class Member {
                                            public static void main(String[] addresses) {
                                                throw new IllegalStateException("no luck");
                                            }
                                        }
                                        """)
                                .with("hazelcast"));
        var failure = assertThrows(IllegalStateException.class, cluster::start);
        assertTrue(failure.getMessage().contains("no luck"), failure.getMessage());
    }
}
