package workbench.checks;

import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StartHereTest {

    @TestFactory
    Stream<DynamicTest> bothAtOnce() {
        return Solutions.of(StartHere.BOTH_AT_ONCE)
                .right(
                        "a thread for one of them",
                        (one, other) -> {
                            var thread = Thread.startVirtualThread(one);
                            other.run();
                            thread.join();
                        })
                .wrong(
                        "sequential",
                        "jobs under way at the same time: 1 instead of 2",
                        (one, other) -> {
                            one.run();
                            other.run();
                        })
                .wrong(
                        "sleeps long enough",
                        "ended when bothAtOnce returned",
                        (one, other) -> {
                            Thread.startVirtualThread(one);
                            Thread.startVirtualThread(other);
                            Thread.sleep(3_000);
                        })
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> meanwhile() {
        return Solutions.of(StartHere.MEANWHILE)
                .right(
                        "an executor",
                        (answer, number) -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var coming = threads.submit(answer);
                                int computed = number.call();
                                return coming.get() + ": " + computed;
                            }
                        })
                .wrong(
                        "sequential",
                        "jobs under way at the same time: 1 instead of 2",
                        (answer, number) -> answer.call() + ": " + number.call())
                .tests();
    }
}
