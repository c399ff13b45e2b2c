package workbench.checks;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.checks.Loops.Loop;

@Execution(ExecutionMode.CONCURRENT)
class EventLoopTest {

    private static void every(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            loop.after(
                    pause,
                    () -> {
                        callback.run();
                        every(loop, pause, times - 1, callback);
                    });
        }
    }

    private static void evenAfterAFailure(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            loop.after(
                    pause,
                    () -> {
                        try {
                            callback.run();
                        } finally {
                            evenAfterAFailure(loop, pause, times - 1, callback);
                        }
                    });
        }
    }

    private static void nextTimerFirst(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            loop.after(
                    pause,
                    () -> {
                        nextTimerFirst(loop, pause, times - 1, callback);
                        callback.run();
                    });
        }
    }

    private static void firstAtOnce(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            callback.run();
            loop.after(pause, () -> firstAtOnce(loop, pause, times - 1, callback));
        }
    }

    private static void onceTooOften(Loop loop, Duration pause, int times, Runnable callback) {
        loop.after(
                pause,
                () -> {
                    callback.run();
                    if (times > 0) {
                        onceTooOften(loop, pause, times - 1, callback);
                    }
                });
    }

    private static void sleeping(Loop loop, Duration pause, int times, Runnable callback) {
        if (times > 0) {
            loop.soon(() -> {
                Thread.sleep(pause);
                callback.run();
                sleeping(loop, pause, times - 1, callback);
            });
        }
    }

    /** A pause that grows: it is counted twice. */
    private static void longer(Loop loop, Duration pause, int turn, int times, Runnable callback) {
        if (turn <= times) {
            loop.after(
                    pause.multipliedBy(turn),
                    () -> {
                        callback.run();
                        longer(loop, pause, turn + 1, times, callback);
                    });
        }
    }

    private static int left; // one count for all who call

    private static void oneCount(Loop loop, Duration pause, int times, Runnable callback) {
        left = times;
        class Turn {
            void next() {
                if (left > 0) {
                    left--;
                    loop.after(
                            pause,
                            () -> {
                                callback.run();
                                next();
                            });
                }
            }
        }
        new Turn().next();
    }

    @TestFactory
    Stream<DynamicTest> every() {
        return Solutions.of(EventLoop.EVERY)
                .right("a callback sets the next timer", Loops.timers(EventLoopTest::every))
                .right(
                        "the next timer also after a failure",
                        Loops.timers(EventLoopTest::evenAfterAFailure))
                .right(
                        "an object that counts",
                        Loops.timers((loop, pause, times, callback) -> {
                            int[] todo = {times};
                            Loops.Callback[] turn = new Loops.Callback[1];
                            turn[0] =
                                    () -> {
                                        callback.run();
                                        if (--todo[0] > 0) {
                                            loop.after(pause, turn[0]);
                                        }
                                    };
                            if (times > 0) {
                                loop.after(pause, turn[0]);
                            }
                        }))
                .wrong(
                        "all timers from the beginning on",
                        "when a callback that takes 10 ms began",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 1; i <= times; i++) {
                                loop.after(pause.multipliedBy(i), callback::run);
                            }
                        }))
                .wrong(
                        "the next timer before the callback",
                        "when a callback that takes 10 ms began",
                        Loops.timers(EventLoopTest::nextTimerFirst))
                .wrong("nothing", "what ran", Loops.timers((loop, pause, times, callback) -> {}))
                .wrong(
                        "sequential",
                        "before the loop runs",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                Thread.sleep(pause);
                                callback.run();
                            }
                        }))
                .wrong(
                        "all at the same moment",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                loop.after(pause, callback::run);
                            }
                        }))
                .wrong(
                        "first one at once",
                        "before the loop runs",
                        Loops.timers(EventLoopTest::firstAtOnce))
                .wrong(
                        "first one at once, by the loop",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                loop.after(pause.multipliedBy(i), callback::run);
                            }
                        }))
                .wrong("once too often", "what ran", Loops.timers(EventLoopTest::onceTooOften))
                .wrong(
                        "once at least",
                        "callbacks in all",
                        Loops.timers((loop, pause, times, callback) ->
                                every(loop, pause, Math.max(1, times), callback)))
                .wrong(
                        "three times always",
                        "what ran",
                        Loops.timers(
                                (loop, pause, times, callback) -> every(loop, pause, 3, callback)))
                .wrong(
                        "20 ms always",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) ->
                                every(loop, Duration.ofMillis(20), times, callback)))
                .wrong(
                        "a pause that grows",
                        "what ran",
                        Loops.timers((loop, pause, times, callback) ->
                                longer(loop, pause, 1, times, callback)))
                .wrong(
                        "one count for all who call",
                        "what ran",
                        Loops.timers(EventLoopTest::oneCount))
                .wrong(
                        "runs the loop",
                        "before the loop runs",
                        Loops.timers((loop, pause, times, callback) -> {
                            for (int i = 0; i < times; i++) {
                                loop.after(pause, callback::run);
                                loop.run();
                            }
                        }))
                .wrong("sleeps in a callback", "what ran", Loops.timers(EventLoopTest::sleeping))
                .wrong(
                        "on another thread",
                        "",
                        Loops.timers((loop, pause, times, callback) ->
                                Thread.startVirtualThread(() -> {
                                    for (int i = 0; i < times; i++) {
                                        callback.run();
                                    }
                                })))
                .wrong(
                        "timers set by another thread",
                        "another thread than the loop's",
                        Loops.timers((loop, pause, times, callback) ->
                                Thread.startVirtualThread(() -> every(loop, pause, times, callback))
                                        .join()))
                .wrong(
                        "callbacks on another thread",
                        "another thread than the loop's",
                        Loops.timers((loop, pause, times, callback) ->
                                every(
                                        loop,
                                        pause,
                                        times,
                                        () -> {
                                            try {
                                                Thread.startVirtualThread(callback).join();
                                            } catch (InterruptedException e) {
                                                Thread.currentThread().interrupt();
                                            }
                                        })))
                .tests();
    }

    private static void pieces(
            Loop loop, int from, int n, int most, IntConsumer step, Runnable done) {
        loop.soon(() -> {
            int end = Math.min(n, from + most);
            for (int i = from; i < end; i++) {
                step.accept(i);
            }
            if (end == n) {
                done.run();
            } else {
                pieces(loop, end, n, most, step, done);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> inPieces() {
        return Solutions.of(EventLoop.IN_PIECES)
                .right(
                        "ten at a time",
                        Loops.pieces((loop, n, step, done) -> pieces(loop, 0, n, 10, step, done)))
                .right(
                        "one at a time",
                        Loops.pieces((loop, n, step, done) -> pieces(loop, 0, n, 1, step, done)))
                .right(
                        "done in a callback of its own",
                        Loops.pieces((loop, n, step, done) ->
                                pieces(loop, 0, n, 9, step, () -> loop.soon(done::run))))
                .wrong("nothing", "the steps", Loops.pieces((loop, n, step, done) -> {}))
                .wrong(
                        "sequential",
                        "before the loop runs",
                        Loops.pieces((loop, n, step, done) -> {
                            for (int i = 0; i < n; i++) {
                                step.accept(i);
                            }
                            done.run();
                        }))
                .wrong(
                        "in one callback",
                        "between two turns",
                        Loops.pieces((loop, n, step, done) -> pieces(loop, 0, n, n, step, done)))
                .wrong(
                        "eleven at a time",
                        "between two turns",
                        Loops.pieces((loop, n, step, done) -> pieces(loop, 0, n, 11, step, done)))
                .wrong(
                        "all pieces at once",
                        "between two turns",
                        Loops.pieces((loop, n, step, done) -> {
                            for (int i = 0; i < n; i++) {
                                int number = i;
                                loop.soon(() -> step.accept(number));
                            }
                            loop.soon(done::run);
                        }))
                .wrong(
                        "never done",
                        "times done",
                        Loops.pieces(
                                (loop, n, step, done) -> pieces(loop, 0, n, 10, step, () -> {})))
                .wrong(
                        "done at once",
                        "before the loop runs",
                        Loops.pieces((loop, n, step, done) -> {
                            pieces(loop, 0, n, 10, step, () -> {});
                            done.run();
                        }))
                .wrong(
                        "nothing to do is never done",
                        "with no steps",
                        Loops.pieces((loop, n, step, done) -> {
                            if (n > 0) {
                                pieces(loop, 0, n, 10, step, done);
                            }
                        }))
                .wrong(
                        "on another thread",
                        "",
                        Loops.pieces((loop, n, step, done) ->
                                Thread.startVirtualThread(() -> {
                                    for (int i = 0; i < n; i++) {
                                        step.accept(i);
                                    }
                                    done.run();
                                })))
                .tests();
    }
}
