package workbench.checks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * The loop of notebook 05 and the promise of 06 as far as their exercises need them, without
 * sockets.
 */
final class Loops {

    private Loops() {}

    interface Callback {
        void run() throws Exception;
    }

    /** A loop with a time of its own, and like the notebook's for one thread only. */
    static final class Loop {
        private record Timer(long due, long number, Callback callback) {}

        private final Queue<Callback> ready = new ArrayDeque<>();
        private final PriorityQueue<Timer> timers =
                new PriorityQueue<>((one, other) ->
                        one.due() != other.due()
                                ? Long.compare(one.due(), other.due())
                                : Long.compare(one.number(), other.number()));
        private final Runnable touched;
        private long now;
        private long number;

        Loop(Runnable touched) {
            this.touched = touched;
        }

        void soon(Callback callback) {
            touched.run();
            ready.add(callback);
        }

        void after(Duration delay, Callback callback) {
            touched.run();
            timers.add(new Timer(now + delay.toMillis(), number++, callback));
        }

        void run() {
            while (!ready.isEmpty() || !timers.isEmpty()) {
                if (ready.isEmpty()) {
                    now = Math.max(now, timers.peek().due());
                    ready.add(timers.remove().callback());
                }
                try {
                    ready.remove().run();
                } catch (Exception e) {
                    // The notebook's loop prints it and goes on.
                }
            }
        }
    }

    static final class Promise<T> {
        private final Loop loop;
        private final List<Callback> callbacks = new ArrayList<>();
        volatile boolean settled; // one who waits for it may be on another thread
        T value;
        Throwable failure;

        Promise(Loop loop) {
            this.loop = loop;
        }

        Loop loop() {
            return loop;
        }

        void settle(T value, Throwable failure) {
            if (!settled) {
                settled = true;
                this.value = value;
                this.failure = failure;
                callbacks.forEach(loop::soon);
            }
        }

        void whenSettled(BiConsumer<T, Throwable> callback) {
            Callback later = () -> callback.accept(value, failure);
            if (settled) {
                loop.soon(later);
            } else {
                callbacks.add(later);
            }
        }
    }

    /** The method of 05.1. */
    interface Every {
        void every(Loop loop, Duration pause, int times, Runnable callback) throws Exception;
    }

    static EventLoop.TimersMaker timers(Every solution) {
        return touched -> {
            var loop = new Loop(touched);
            return new EventLoop.Timers() {
                @Override
                public void start(Duration pause, int times, Runnable callback) throws Exception {
                    solution.every(loop, pause, times, callback);
                }

                @Override
                public void run() {
                    loop.run();
                }

                @Override
                public void pass(Duration time) {
                    loop.now += time.toMillis();
                }

                @Override
                public long now() {
                    return loop.now;
                }
            };
        };
    }

    /** The method of 06.2. */
    interface AtMost {
        Promise<List<String>> atMost(Loop loop, int most, int n, IntFunction<Promise<String>> job)
                throws Exception;
    }

    static Promises.JobsMaker jobs(AtMost solution) {
        return () ->
                new Promises.Jobs() {
                    private final Loop loop = new Loop(() -> {});
                    private final Map<Integer, Promise<String>> jobs = new HashMap<>();
                    private Promise<List<String>> all;

                    @Override
                    public void start(int most, int n, IntConsumer begins) throws Exception {
                        all =
                                solution.atMost(
                                        loop,
                                        most,
                                        n,
                                        job -> {
                                            begins.accept(job);
                                            return jobs.computeIfAbsent(
                                                    job, key -> new Promise<>(loop));
                                        });
                    }

                    @Override
                    public void settle(int job, String value, Throwable failure) {
                        jobs.get(job).settle(value, failure);
                    }

                    @Override
                    public void run() {
                        loop.run();
                    }

                    @Override
                    public boolean settled() {
                        return all != null && all.settled;
                    }

                    @Override
                    public Object value() {
                        return all.value;
                    }

                    @Override
                    public Throwable failure() {
                        return all.failure;
                    }

                    @Override
                    public void close() {}
                };
    }

    /** The method of 05.2. */
    interface InPieces {
        void inPieces(Loop loop, int n, IntConsumer step, Runnable done) throws Exception;
    }

    static EventLoop.PiecesMaker pieces(InPieces solution) {
        return () -> {
            var loop = new Loop(() -> {});
            return new EventLoop.Pieces() {
                @Override
                public void start(int n, IntConsumer step, Runnable done) throws Exception {
                    solution.inPieces(loop, n, step, done);
                }

                @Override
                public void soon(Runnable callback) {
                    loop.soon(callback::run);
                }

                @Override
                public void run() {
                    loop.run();
                }

                @Override
                public void close() {}
            };
        };
    }

    /** The method of 06.1. */
    interface OrElse {
        Promise<String> orElse(Promise<String> promise, String instead) throws Exception;
    }

    static Promises.InsteadMaker instead(OrElse solution) {
        return () -> {
            var loop = new Loop(() -> {});
            var asked = new Promise<String>(loop);
            return new Promises.Instead() {
                private Promise<String> end;

                @Override
                public void start(String instead) throws Exception {
                    end = solution.orElse(asked, instead);
                }

                @Override
                public void settle(String value, Throwable failure) {
                    asked.settle(value, failure);
                }

                @Override
                public void run() {
                    loop.run();
                }

                @Override
                public boolean settled() {
                    return end != null && end.settled;
                }

                @Override
                public String value() {
                    return end.failure == null ? end.value : "failed: " + end.failure;
                }

                @Override
                public void close() {}
            };
        };
    }
}
