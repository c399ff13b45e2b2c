package workbench.checks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // solutions of readers close a pool by its name
class OtherLanguagesTest {

    @TestFactory
    Stream<DynamicTest> settledRight() {
        return Solutions.of(OtherLanguages.SETTLED)
                .right("get", jobs -> settled(Executors.newVirtualThreadPerTaskExecutor(), jobs))
                .right(
                        "invokeAll and state",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                return threads.invokeAll(jobs).stream()
                                        .map(OtherLanguagesTest::line)
                                        .toList();
                            }
                        })
                .right(
                        "platform threads",
                        jobs -> settled(Executors.newThreadPerTaskExecutor(Thread::new), jobs))
                .tests();
    }

    private static List<String> settled(ExecutorService executor, List<Callable<String>> jobs)
            throws InterruptedException {
        try (executor) {
            var futures = jobs.stream().map(executor::submit).toList();
            var lines = new ArrayList<String>();
            for (var future : futures) {
                try {
                    lines.add("fulfilled: " + future.get());
                } catch (ExecutionException e) {
                    lines.add("rejected: " + e.getCause().getMessage());
                }
            }
            return lines;
        }
    }

    private static String line(Future<String> future) {
        return future.state() == Future.State.SUCCESS
                ? "fulfilled: " + future.resultNow()
                : "rejected: " + future.exceptionNow().getMessage();
    }

    @TestFactory
    Stream<DynamicTest> settledWrong() {
        return Solutions.of(OtherLanguages.SETTLED)
                .wrong("nothing", "of two that succeed", jobs -> List.of())
                .wrong(
                        "one after the other",
                        "most jobs under way at the same time: 1 of 150",
                        jobs -> settled(Executors.newSingleThreadExecutor(), jobs))
                .wrong(
                        "a thread for each core",
                        "most jobs under way at the same time: ",
                        jobs -> settled(Executors.newFixedThreadPool(4), jobs))
                .wrong(
                        "the wrapper's message",
                        "of two that succeed",
                        jobs -> {
                            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                var lines = new ArrayList<String>();
                                for (var future : threads.invokeAll(jobs)) {
                                    try {
                                        lines.add("fulfilled: " + future.get());
                                    } catch (ExecutionException e) {
                                        lines.add("rejected: " + e.getMessage());
                                    }
                                }
                                return lines;
                            }
                        })
                .tests();
    }

    /** A channel with a monitor; its parts can be left out. */
    private static class Monitor implements OtherLanguages.Channel {
        final ArrayDeque<String> values = new ArrayDeque<>();
        final int room;
        boolean closed;

        Monitor(int room) {
            this.room = room;
        }

        @Override
        public synchronized void send(String value) throws InterruptedException {
            while (!closed && values.size() == room) {
                wait();
            }
            if (closed) {
                throw new IllegalStateException("closed");
            }
            values.add(value);
            tell();
        }

        @Override
        public synchronized Optional<String> receive() throws InterruptedException {
            while (!closed && values.isEmpty()) {
                wait();
            }
            tell();
            return Optional.ofNullable(values.poll());
        }

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }

        void tell() {
            notifyAll();
        }
    }

    /** The same with a lock and two conditions. */
    private static final class Locked implements OtherLanguages.Channel {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition notEmpty = lock.newCondition();
        private final Condition notFull = lock.newCondition();
        private final ArrayDeque<String> values = new ArrayDeque<>();
        private final int room;
        private boolean closed;

        Locked(int room) {
            this.room = room;
        }

        @Override
        public void send(String value) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!closed && values.size() == room) {
                    notFull.await();
                }
                if (closed) {
                    throw new IllegalStateException("closed");
                }
                values.add(value);
                notEmpty.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<String> receive() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!closed && values.isEmpty()) {
                    notEmpty.await();
                }
                notFull.signal();
                return Optional.ofNullable(values.poll());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                notEmpty.signalAll();
                notFull.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> channelRight() {
        return Solutions.of(OtherLanguages.CHANNEL)
                .right("a monitor", Monitor::new)
                .right("a lock with two conditions", Locked::new)
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> channelWrong() {
        return Solutions.of(OtherLanguages.CHANNEL)
                .wrong(
                        "as it stands in the notebook",
                        "the first received",
                        room ->
                                new Monitor(room) {
                                    @Override
                                    public void send(String value) {}

                                    @Override
                                    public Optional<String> receive() {
                                        return Optional.empty();
                                    }
                                })
                .wrong("without a bound", "sending into a full", room -> new Monitor(1000))
                .wrong(
                        "does not wait when empty",
                        "receiving from an empty channel",
                        room ->
                                new Monitor(room) {
                                    @Override
                                    public synchronized Optional<String> receive() {
                                        return Optional.ofNullable(values.poll());
                                    }
                                })
                .wrong(
                        "forgets what is left",
                        "left in a closed channel",
                        room ->
                                new Monitor(room) {
                                    @Override
                                    public synchronized void close() {
                                        values.clear();
                                        super.close();
                                    }
                                })
                .wrong(
                        "wakes nobody",
                        "one of three who waited",
                        room ->
                                new Monitor(room) {
                                    @Override
                                    public synchronized void close() {
                                        closed = true;
                                    }
                                })
                .wrong(
                        "takes what is sent too late",
                        "sending on a closed channel",
                        room ->
                                new Monitor(room) {
                                    @Override
                                    public synchronized void send(String value)
                                            throws InterruptedException {
                                        if (!closed) {
                                            super.send(value);
                                        }
                                    }
                                })
                .tests();
    }
}
