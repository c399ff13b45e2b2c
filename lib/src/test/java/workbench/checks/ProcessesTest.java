package workbench.checks;

import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ProcessesTest {

    private static String asked(BlockingQueue<Function<String, String>> idle, String question)
            throws InterruptedException {
        var worker = idle.take();
        try {
            return worker.apply(question);
        } finally {
            idle.add(worker);
        }
    }

    @TestFactory
    Stream<DynamicTest> askOne() {
        return Solutions.of(Processes.ASK_ONE)
                .right("take, ask, put back", ProcessesTest::asked)
                .right(
                        "asks again and again whether one is idle",
                        (idle, question) -> {
                            var worker = idle.poll();
                            while (worker == null) {
                                Thread.sleep(1);
                                worker = idle.poll();
                            }
                            try {
                                return worker.apply(question);
                            } finally {
                                idle.put(worker);
                            }
                        })
                .wrong("nothing", "answer", (idle, question) -> "")
                .wrong(
                        "never put back",
                        "idle workers: 1 instead of 2",
                        (idle, question) -> idle.take().apply(question))
                .wrong(
                        "not taken",
                        "questions to a worker",
                        (idle, question) -> idle.peek().apply(question))
                .wrong(
                        "put back too early",
                        "a worker that stands in the queue",
                        (idle, question) -> {
                            var worker = idle.take();
                            idle.add(worker);
                            return worker.apply(question);
                        })
                .wrong(
                        "lost after a failure",
                        "after a question that is refused, idle workers: 1 instead of 2",
                        (idle, question) -> {
                            var worker = idle.take();
                            var answer = worker.apply(question);
                            idle.add(worker);
                            return answer;
                        })
                .wrong(
                        "sequential",
                        "workers at work at the same time: 1 instead of 2",
                        (idle, question) -> {
                            synchronized (idle) {
                                return asked(idle, question);
                            }
                        })
                .wrong(
                        "does not wait",
                        "\"NullPointerException\" instead of \"MEET ",
                        (idle, question) -> {
                            var worker = idle.poll();
                            try {
                                return worker.apply(question);
                            } finally {
                                idle.add(worker);
                            }
                        })
                .wrong(
                        "the failure kept",
                        "a question that is refused ends with",
                        (idle, question) -> {
                            try {
                                return asked(idle, question);
                            } catch (IllegalArgumentException e) {
                                return "refused";
                            }
                        })
                .tests();
    }

    /** What is put back for the worker that has died, or null for nothing; deaths count from 1. */
    private interface Instead {
        Function<String, String> of(
                Function<String, String> dead,
                int deaths,
                Supplier<Function<String, String>> start);
    }

    private static Processes.AskAgain again(
            int most, Class<? extends RuntimeException> death, Instead instead) {
        return (idle, start, question) -> {
            for (int deaths = 1; ; deaths++) {
                var worker = idle.take();
                try {
                    return worker.apply(question);
                } catch (RuntimeException e) {
                    if (!death.isInstance(e)) {
                        throw e;
                    }
                    worker = instead.of(worker, deaths, start);
                    if (deaths == most) {
                        throw e;
                    }
                } finally {
                    if (worker != null) {
                        idle.add(worker);
                    }
                }
            }
        };
    }

    private static Processes.AskAgain again(int most, Class<? extends RuntimeException> death) {
        return again(most, death, (dead, deaths, start) -> start.get());
    }

    @TestFactory
    Stream<DynamicTest> askAgain() {
        return Solutions.of(Processes.ASK_AGAIN)
                .right("three times", again(3, UncheckedIOException.class))
                .right(
                        "the same place until it is over",
                        (idle, start, question) -> {
                            var worker = idle.take();
                            try {
                                UncheckedIOException last = null;
                                for (int i = 0; i < 3; i++) {
                                    try {
                                        return worker.apply(question);
                                    } catch (UncheckedIOException e) {
                                        last = e;
                                        worker = start.get();
                                    }
                                }
                                throw last;
                            } finally {
                                idle.add(worker);
                            }
                        })
                .wrong("nothing", "answer", (idle, start, question) -> "")
                .wrong(
                        "take, ask, put back",
                        "your code ended with",
                        (idle, start, question) -> asked(idle, question))
                .wrong(
                        "twice only",
                        "three deaths end with: ",
                        again(2, UncheckedIOException.class))
                .wrong(
                        "the dead one put back",
                        "of these alive",
                        again(3, UncheckedIOException.class, (dead, deaths, start) -> dead))
                .wrong(
                        "not replaced",
                        "idle workers: 1 instead of 2",
                        again(3, UncheckedIOException.class, (dead, deaths, start) -> null))
                .wrong(
                        "the last one not replaced",
                        "after three deaths, idle workers: 1 instead of 2",
                        again(
                                3,
                                UncheckedIOException.class,
                                (dead, deaths, start) -> deaths < 3 ? start.get() : null))
                .wrong(
                        "every failure is a death",
                        "times asked of a question that is refused: 3 instead of 1",
                        again(3, RuntimeException.class))
                .wrong(
                        "a fourth one started",
                        "workers started",
                        (idle, start, question) -> {
                            idle.add(start.get());
                            idle.take();
                            return again(3, UncheckedIOException.class).of(idle, start, question);
                        })
                .tests();
    }
}
