package workbench.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workbench.internal.text.Failures;

/** The exercises of 18, The same in other languages. */
public final class OtherLanguages {

    /** 18.1. */
    public interface Settled {
        List<String> call(List<Callable<String>> jobs) throws Throwable;
    }

    /** A channel of the reader's. */
    public interface Channel {
        void send(String value) throws Throwable;

        Optional<String> receive() throws Throwable;

        void close() throws Throwable;
    }

    /** 18.2. */
    public interface Opener {
        Channel open(int room) throws Throwable;
    }

    static final Exercise<Settled> SETTLED =
            Exercise.of(
                    "18.1",
                    "All settled",
                    Settled.class,
                    "List<String> settled(List<Callable<String>> jobs)",
                    OtherLanguages::settled);

    static final Exercise<Opener> CHANNEL =
            Exercise.of(
                            "18.2",
                            "A channel, as in Go",
                            Opener.class,
                            "Chan open(int room)",
                            OtherLanguages::channel)
                    .calledBy(
                            """
                            room -> {
                                var chan = open(room);
                                return new workbench.checks.OtherLanguages.Channel() {
                                    public void send(String value) throws Throwable {
                                        chan.send(value);
                                    }
                                    public Optional<String> receive() throws Throwable {
                                        return chan.receive();
                                    }
                                    public void close() throws Throwable {
                                        chan.close();
                                    }
                                };
                            }\
                            """);

    static final List<Exercise<?>> EXERCISES = List.of(SETTLED, CHANNEL);

    private static final int MANY = 150; // more than any machine of a reader has cores
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration MOMENT = Duration.ofMillis(50);

    private OtherLanguages() {}

    // ---------------------------------------------------------------- 18.1

    private static void settled(Check check, Settled solution) throws Throwable {
        check.equal("of no jobs", List.of(), solution.call(List.of()));
        List<Callable<String>> jobs =
                List.of(
                        () -> "doom polka",
                        () -> {
                            throw new IOException("no genre");
                        },
                        () -> {
                            throw new Error("a job throws an Error");
                        },
                        () -> "acid waltz");
        check.equal(
                "of two that succeed and two that fail between them",
                List.of(
                        "fulfilled: doom polka",
                        "rejected: no genre",
                        "rejected: a job throws an Error",
                        "fulfilled: acid waltz"),
                solution.call(jobs));
        manySettled(check, solution);
    }

    private static void manySettled(Check check, Settled solution) throws Throwable {
        var meeting = new Meeting(MANY);
        var met = new AtomicInteger();
        var ended = new AtomicInteger();
        List<Callable<String>> many =
                IntStream.range(0, MANY)
                        .<Callable<String>>mapToObj(i ->
                                () -> {
                                    if (meeting.attend()) {
                                        met.incrementAndGet();
                                    }
                                    ended.incrementAndGet();
                                    return "genre " + i;
                                })
                        .toList();
        var lines = solution.call(many);
        check.that(
                met.get() == MANY,
                "most jobs under way at the same time: " + meeting.most() + " of " + MANY);
        check.that(
                ended.get() == MANY,
                "jobs that had ended when you returned: " + ended.get() + " of " + MANY);
        check.equal(
                "the lines of " + MANY,
                IntStream.range(0, MANY).mapToObj(i -> "fulfilled: genre " + i).toList(),
                lines);
    }

    // ---------------------------------------------------------------- 18.2

    /** Something that is done on a thread of its own. */
    private interface Deed {
        Object call() throws Throwable;
    }

    /** The threads of a check; those that still wait are interrupted at its end. */
    private static final class Helpers implements AutoCloseable {
        private final List<Thread> threads = new ArrayList<>();

        CompletableFuture<Object> start(Deed deed) {
            var end = new CompletableFuture<Object>();
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("check of a channel")
                            .start(() -> {
                                try {
                                    end.complete(deed.call());
                                } catch (Throwable e) { // the reader's code: whatever it throws
                                    end.completeExceptionally(e);
                                }
                            }));
            return end;
        }

        CompletableFuture<Object> send(Channel channel, String value) {
            return start(() -> {
                channel.send(value);
                return "sent";
            });
        }

        void interrupt() {
            threads.getLast().interrupt();
        }

        @Override
        public void close() {
            threads.forEach(Thread::interrupt);
            try {
                for (var thread : threads) {
                    thread.join(MOMENT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void channel(Check check, Opener solution) throws Throwable {
        try (var helpers = new Helpers()) {
            oneByOne(check, solution, helpers);
            waiting(check, solution, helpers);
            closing(check, solution, helpers);
            interrupting(check, solution, helpers);
            many(check, solution, helpers);
        }
    }

    private static void oneByOne(Check check, Opener solution, Helpers helpers) throws Throwable {
        var channel = solution.open(2);
        var sent =
                helpers.start(() -> {
                    channel.send("first");
                    channel.send("second");
                    return "both";
                });
        check.equal("sending two into a channel with room for two", "both", end(sent));
        check.equal("the first received", "Optional[first]", end(helpers.start(channel::receive)));
        check.equal(
                "the second received", "Optional[second]", end(helpers.start(channel::receive)));
    }

    private static void waiting(Check check, Opener solution, Helpers helpers) throws Throwable {
        var empty = solution.open(1);
        var receiver = waitingReceiver(check, empty, helpers);
        empty.send("late");
        check.equal("what it got when something was sent", "Optional[late]", end(receiver));

        var full = solution.open(1);
        var sender = waitingSender(check, full, helpers);
        check.equal("received from it", "Optional[first]", end(helpers.start(full::receive)));
        check.equal("the sender, when there was room again", "sent", end(sender));
        check.equal("received then", "Optional[second]", end(helpers.start(full::receive)));
    }

    /** Somebody who receives from an empty channel. */
    private static CompletableFuture<Object> waitingReceiver(
            Check check, Channel empty, Helpers helpers) throws InterruptedException {
        var receiver = helpers.start(empty::receive);
        check.equal("receiving from an empty channel", "still waiting", soon(receiver));
        return receiver;
    }

    /** Sends "first" into a channel with room for one; then somebody sends "second". */
    private static CompletableFuture<Object> waitingSender(
            Check check, Channel channel, Helpers helpers) throws Throwable {
        channel.send("first");
        var sender = helpers.send(channel, "second");
        check.equal("sending into a full channel", "still waiting", soon(sender));
        return sender;
    }

    private static void closing(Check check, Opener solution, Helpers helpers) throws Throwable {
        var channel = solution.open(3);
        channel.send("left");
        channel.close();
        check.equal(
                "left in a closed channel", "Optional[left]", end(helpers.start(channel::receive)));
        for (int i = 0; i < 2; i++) {
            check.equal(
                    "received from a closed and empty channel",
                    "Optional.empty",
                    end(helpers.start(channel::receive)));
        }
        check.equal(
                "sending on a closed channel",
                "IllegalStateException",
                name(helpers.send(channel, "too late")));

        var other = solution.open(1);
        var receivers = new ArrayList<CompletableFuture<Object>>();
        for (int i = 0; i < 3; i++) {
            receivers.add(waitingReceiver(check, other, helpers));
        }
        other.close();
        for (var receiver : receivers) {
            check.equal(
                    "one of three who waited when it was closed", "Optional.empty", end(receiver));
        }

        var full = solution.open(1);
        var sender = waitingSender(check, full, helpers);
        full.close();
        check.equal(
                "a sender who waited when it was closed", "IllegalStateException", name(sender));
    }

    private static void interrupting(Check check, Opener solution, Helpers helpers)
            throws Throwable {
        var receiver = waitingReceiver(check, solution.open(1), helpers);
        helpers.interrupt();
        check.equal("a receiver who was interrupted", "InterruptedException", name(receiver));
    }

    private static void many(Check check, Opener solution, Helpers helpers) throws Throwable {
        int senders = 4;
        int each = 300;
        var channel = solution.open(2);
        var received = Collections.synchronizedList(new ArrayList<String>());
        var receivers =
                Stream.generate(() ->
                                helpers.start(() -> {
                                    for (var value = channel.receive();
                                            value.isPresent();
                                            value = channel.receive()) {
                                        received.add(value.get());
                                    }
                                    return "done";
                                }))
                        .limit(3)
                        .toList();
        var sending =
                IntStream.range(0, senders)
                        .mapToObj(sender ->
                                helpers.start(() -> {
                                    for (int i = 0; i < each; i++) {
                                        channel.send(sender + "." + i);
                                    }
                                    return "done";
                                }))
                        .toList();
        for (var sender : sending) {
            check.equal("one of " + senders + " senders", "done", end(sender));
        }
        channel.close();
        for (var receiver : receivers) {
            check.equal("one of three receivers, after the close", "done", end(receiver));
        }
        check.equal("values received", senders * each, received.size());
        check.equal(
                "different values received",
                (long) senders * each,
                received.stream().distinct().count());
    }

    /** How it ended, if it has ended soon. */
    private static String soon(CompletableFuture<Object> deed) throws InterruptedException {
        return end(deed, MOMENT, "still waiting");
    }

    private static String end(CompletableFuture<Object> deed) throws InterruptedException {
        return end(deed, PATIENCE, "still waiting after " + PATIENCE.toSeconds() + " s");
    }

    private static String end(CompletableFuture<Object> deed, Duration patience, String notYet)
            throws InterruptedException {
        try {
            return String.valueOf(deed.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return Failures.reason(e.getCause());
        } catch (TimeoutException e) {
            return notYet;
        }
    }

    /** The name of what it threw, or else how it ended. */
    private static String name(CompletableFuture<Object> deed) throws InterruptedException {
        var end = end(deed);
        return deed.isCompletedExceptionally()
                ? deed.exceptionNow().getClass().getSimpleName()
                : end;
    }
}
