package workbench.checks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TestingTest {

    private static final List<String> HELLO = List.of("hello");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static long inASecond() {
        return System.nanoTime() + SECOND.toNanos();
    }

    @TestFactory
    Stream<DynamicTest> waitForItRight() {
        return Solutions.of(Testing.WAIT_FOR_IT)
                .patient(
                        "Awaitility",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND)
                                    .pollInterval(Duration.ofMillis(10))
                                    .until(() -> delivered.get().equals(HELLO));
                        })
                .patient(
                        "Awaitility, and an assertion in it",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND)
                                    .untilAsserted(() -> assertEquals(HELLO, delivered.get()));
                        })
                .patient(
                        "Awaitility every 300 ms",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND)
                                    .pollInterval(Duration.ofMillis(300))
                                    .until(() -> delivered.get().equals(HELLO));
                        })
                .patient(
                        "waits until something is there, and compares then",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND).until(() -> !delivered.get().isEmpty());
                            assertEquals(HELLO, delivered.get());
                        })
                .patient(
                        "a loop with a deadline",
                        (send, delivered) -> {
                            send.accept("hello");
                            var end = inASecond();
                            while (!delivered.get().equals(HELLO)) {
                                assertTrue(System.nanoTime() < end, "no mail");
                                Thread.sleep(5);
                            }
                        })
                .patient(
                        "twenty looks",
                        (send, delivered) -> {
                            send.accept("hello");
                            for (int i = 0; i < 20 && delivered.get().isEmpty(); i++) {
                                Thread.sleep(50);
                            }
                            assertEquals(HELLO, delivered.get());
                        })
                .patient(
                        "a thread that looks, and a latch",
                        (send, delivered) -> {
                            send.accept("hello");
                            var there = new CountDownLatch(1);
                            var looker =
                                    Thread.startVirtualThread(() -> {
                                        while (!Thread.currentThread().isInterrupted()) {
                                            if (delivered.get().equals(HELLO)) {
                                                there.countDown();
                                            }
                                            LockSupport.parkNanos(5_000_000);
                                        }
                                    });
                            try {
                                assertTrue(there.await(1, SECONDS), "no mail");
                            } finally {
                                looker.interrupt();
                            }
                        })
                .tests();
    }

    private static void looks(
            Consumer<String> send, Supplier<List<String>> delivered, int looks, int apart)
            throws InterruptedException {
        send.accept("hello");
        for (int i = 1; i < looks && !delivered.get().equals(HELLO); i++) {
            if (apart > 0) {
                Thread.sleep(apart);
            }
        }
        assertEquals(HELLO, delivered.get());
    }

    @TestFactory
    Stream<DynamicTest> waitForItWrong() {
        var late = "a mail that comes after 250 ms, at look 2 or later: 1 instead of 0";
        return Solutions.of(Testing.WAIT_FOR_IT)
                .wrong("nothing", "mails sent in one test: 0 instead of 1", (send, delivered) -> {})
                .wrong(
                        "the cell as it stands",
                        late,
                        (send, delivered) -> {
                            send.accept("hello");
                            Thread.sleep(50);
                            assertEquals(HELLO, delivered.get());
                        })
                .wrong("sequential", late, (send, delivered) -> looks(send, delivered, 1, 0))
                .wrong(
                        "ten looks without waiting",
                        late,
                        (send, delivered) -> looks(send, delivered, 10, 0))
                .wrong("ten thousand looks", ": 1 instead of 0", TestingTest::hurries)
                .wrong(
                        "five looks, 10 ms apart",
                        late,
                        (send, delivered) -> looks(send, delivered, 5, 10))
                .wrong(
                        "half a second",
                        "a mail that comes after 500 ms",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(Duration.ofMillis(400))
                                    .until(() -> delivered.get().equals(HELLO));
                        })
                .wrong(
                        "sleeps longer",
                        late,
                        (send, delivered) -> {
                            send.accept("hello");
                            Thread.sleep(700);
                            assertEquals(HELLO, delivered.get());
                        })
                .wrong(
                        "compared elsewhere",
                        "failures of your test with another mail: 0 instead of 1",
                        (send, delivered) -> {
                            send.accept("hello");
                            var end = inASecond();
                            CompletableFuture.runAsync(() -> {
                                while (!delivered.get().equals(HELLO)) {
                                    assertTrue(System.nanoTime() < end);
                                }
                            });
                        })
                .wrong(
                        "gives up silently",
                        "failures of your test with another mail: 0 instead of 1",
                        (send, delivered) -> {
                            send.accept("hello");
                            var end = inASecond();
                            while (System.nanoTime() < end && !delivered.get().equals(HELLO)) {
                                Thread.sleep(10);
                            }
                        })
                .wrong(
                        "takes any mail",
                        "failures of your test with another mail: 0 instead of 1",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND).until(() -> !delivered.get().isEmpty());
                        })
                .wrong(
                        "takes any mails that hold it",
                        "failures of your test with a second mail: 0 instead of 1",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND).until(() -> delivered.get().contains("hello"));
                        })
                .wrong(
                        "sends again",
                        "mails sent in one test: 2 instead of 1",
                        (send, delivered) ->
                                await().atMost(SECOND)
                                        .until(() -> {
                                            send.accept("hello");
                                            return delivered.get().size() > 1;
                                        }))
                .wrong(
                        "waits for what never holds",
                        "its condition was not fulfilled within 1 seconds",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(SECOND).until(() -> delivered.get().size() > 9);
                        })
                .wrong(
                        "waits for four seconds",
                        "it gives up after about a second: no, not in three",
                        (send, delivered) -> {
                            send.accept("hello");
                            await().atMost(Duration.ofSeconds(4))
                                    .until(() -> delivered.get().equals(HELLO));
                        })
                .wrong(
                        "waits for ever",
                        "it gives up after about a second: no, not in three",
                        (send, delivered) -> {
                            send.accept("hello");
                            while (!delivered.get().equals(HELLO)) {
                                Thread.sleep(1);
                            }
                        })
                .wrong(
                        "always fails",
                        "comes at once: 1 instead of 0, the last: NullPointerException: ouch",
                        (send, delivered) -> {
                            throw new NullPointerException("ouch");
                        })
                .tests();
    }

    private static void hurries(Consumer<String> send, Supplier<List<String>> delivered) {
        send.accept("hello");
        for (int i = 0; i < 10_000 && !delivered.get().equals(HELLO); i++) {
            Thread.onSpinWait();
        }
        assertEquals(HELLO, delivered.get());
    }

    /** The notebook's method. */
    private static void inTwoThreads(Callable<?> work) throws Exception {
        var one = new FutureTask<>(work);
        var two = new FutureTask<>(work);
        new Thread(one).start();
        new Thread(two).start();
        one.get(10, SECONDS);
        two.get(10, SECONDS);
    }

    private static Callable<?> meeting(Duration atMost) {
        var both = new CountDownLatch(2);
        return () -> {
            both.countDown();
            return both.await(atMost.toMillis(), MILLISECONDS);
        };
    }

    private static Callable<?> pause(int millis) {
        return () -> {
            LockSupport.parkNanos(MILLISECONDS.toNanos(millis));
            return null;
        };
    }

    private static int seats(Callable<Boolean> booth, Callable<?> before) throws Exception {
        var seats = new AtomicInteger();
        inTwoThreads(() -> {
            before.call();
            return booth.call() ? seats.incrementAndGet() : 0;
        });
        return seats.get();
    }

    @TestFactory
    Stream<DynamicTest> catchItRight() {
        return Solutions.of(Testing.CATCH_IT)
                .right("until the other can go no further", TestingTest::untilItIsClear)
                .patient(
                        "a latch inside, with a limit",
                        maker -> assertEquals(1, seats(maker.apply(meeting(SECOND)), () -> null)))
                .patient(
                        "a barrier inside, whose end is of no interest",
                        maker -> {
                            var barrier = new CyclicBarrier(2);
                            var booth =
                                    maker.apply(() -> {
                                        try {
                                            return barrier.await(1, SECONDS);
                                        } catch (TimeoutException | BrokenBarrierException alone) {
                                            return null;
                                        }
                                    });
                            assertEquals(1, seats(booth, () -> null));
                        })
                .patient(
                        "an exchanger, and futures",
                        maker -> {
                            var meeting = new Exchanger<String>();
                            var booth =
                                    maker.apply(() -> {
                                        try {
                                            return meeting.exchange("", 800, MILLISECONDS);
                                        } catch (TimeoutException alone) {
                                            return null;
                                        }
                                    });
                            try (var buyers = Executors.newVirtualThreadPerTaskExecutor()) {
                                var one = buyers.submit(booth);
                                var two = buyers.submit(booth);
                                assertNotEquals(one.get(), two.get(), "one has the seat");
                            }
                        })
                .tests();
    }

    /** The solutions notebook's. */
    private static void untilItIsClear(Function<Callable<?>, Callable<Boolean>> maker)
            throws Exception {
        var charged = new AtomicInteger();
        var second = new AtomicReference<Thread>();
        var other = new AtomicReference<FutureTask<Boolean>>();
        var booth =
                maker.apply(() -> {
                    if (charged.incrementAndGet() == 1) {
                        second.get().start();
                        long giveUp = System.nanoTime() + SECONDS.toNanos(2);
                        while (charged.get() == 1
                                && second.get().isAlive()
                                && !waitsForMe(second.get())
                                && System.nanoTime() < giveUp) {
                            Thread.sleep(1);
                        }
                    }
                    return null;
                });
        other.set(new FutureTask<>(booth));
        second.set(new Thread(other.get()));
        boolean first = booth.call();
        assertTrue(charged.get() > 0, "nobody was charged");
        assertNotEquals(first, other.get().get(5, SECONDS), "one has the seat");
    }

    private static boolean waitsForMe(Thread other) {
        var info = ManagementFactory.getThreadMXBean().getThreadInfo(other.threadId());
        return info != null && info.getLockOwnerId() == Thread.currentThread().threadId();
    }

    @TestFactory
    Stream<DynamicTest> catchItWrong() {
        var careless = "failures of your test with careless booths: ";
        return Solutions.of(Testing.CATCH_IT)
                .wrong("nothing", careless + "0 instead of 3", maker -> {})
                .wrong(
                        "sequential",
                        careless + "0 instead of 3",
                        maker -> {
                            var booth = maker.apply(() -> null);
                            assertTrue(booth.call());
                            assertFalse(booth.call());
                        })
                .wrong(
                        "two threads",
                        careless,
                        maker -> assertEquals(1, seats(maker.apply(() -> null), () -> null)))
                .wrong(
                        "start together",
                        careless,
                        maker -> assertEquals(1, seats(maker.apply(() -> null), meeting(SECOND))))
                .wrong(
                        "sleeps while charging",
                        "careless booths",
                        maker -> assertEquals(1, seats(maker.apply(pause(50)), () -> null)))
                .wrong(
                        "sleeps as long as the late buyer",
                        "careless booths",
                        maker -> assertEquals(1, seats(maker.apply(pause(150)), () -> null)))
                .wrong(
                        "sleeps long while charging",
                        "it still ran after 20.0 s and was stopped; does something wait for what"
                                + " never comes, or take too long",
                        maker -> assertEquals(1, seats(maker.apply(pause(900)), () -> null)))
                .wrong(
                        "at most one",
                        "a booth that sells nothing: 0 instead of 1",
                        maker -> assertTrue(seats(maker.apply(meeting(SECOND)), () -> null) <= 1))
                .wrong(
                        "counts the charges",
                        "a booth that charges and sells nothing: 0 instead of 1",
                        maker -> {
                            var charged = new AtomicInteger();
                            var inside = meeting(SECOND);
                            var booth =
                                    maker.apply(() -> {
                                        charged.incrementAndGet();
                                        return inside.call();
                                    });
                            inTwoThreads(booth);
                            assertEquals(1, charged.get(), "charges");
                        })
                .wrong(
                        "failure in the thread",
                        careless + "0 instead of 3",
                        maker -> {
                            var booth = maker.apply(meeting(SECOND));
                            var seats = new AtomicInteger();
                            try (var buyers = Executors.newFixedThreadPool(2)) {
                                for (int i = 0; i < 2; i++) {
                                    buyers.submit(() -> {
                                        assertTrue(!booth.call() || seats.incrementAndGet() < 2);
                                        return null;
                                    });
                                }
                            }
                            assertTrue(seats.get() > 0);
                        })
                .wrong(
                        "blames who comes alone",
                        "booths that lock: 2 instead of 0, the last: ",
                        maker -> {
                            var inside = new CyclicBarrier(2);
                            var booth = maker.apply(() -> inside.await(300, MILLISECONDS));
                            assertEquals(1, seats(booth, () -> null));
                        })
                .wrong(
                        "always fails",
                        "booths that lock: 2 instead of 0, the last: NullPointerException",
                        maker -> {
                            throw new NullPointerException();
                        })
                .wrong(
                        "fails without a meeting",
                        "booths that lock: 2 instead of 0",
                        maker -> {
                            var met = new AtomicInteger();
                            var both = new CountDownLatch(2);
                            var booth =
                                    maker.apply(() -> {
                                        both.countDown();
                                        return met.addAndGet(both.await(1, SECONDS) ? 1 : 3);
                                    });
                            inTwoThreads(booth);
                            assertEquals(0, met.get());
                        })
                .tests();
    }

    /** A clock that is turned by hand, tokens that live for an hour on it, and what one may ask. */
    private static final class Hour {
        private Instant now = Instant.EPOCH;
        private final InstantSource clock = () -> now;
        private final AtomicInteger fetched = new AtomicInteger();
        private final Supplier<String> tokens;

        Hour(BiFunction<InstantSource, Supplier<String>, Supplier<String>> maker) {
            tokens = maker.apply(clock, () -> "token " + fetched.incrementAndGet());
        }

        Hour holds(int token) {
            assertEquals("token " + token, tokens.get());
            return this;
        }

        Hour later(Duration time) {
            now = now.plus(time);
            return this;
        }
    }

    @TestFactory
    Stream<DynamicTest> anHour() {
        var half = Duration.ofMinutes(30);
        var hour = Duration.ofHours(1);
        var nano = Duration.ofNanos(1);
        var milli = Duration.ofMillis(1);
        return Solutions.of(Testing.AN_HOUR)
                .right(
                        "five looks",
                        maker ->
                                new Hour(maker)
                                        .holds(1)
                                        .later(half)
                                        .holds(1)
                                        .later(half.minus(nano))
                                        .holds(1)
                                        .later(nano)
                                        .holds(2)
                                        .later(hour.minus(nano))
                                        .holds(2)
                                        .later(nano)
                                        .holds(3))
                .right(
                        "ten hours",
                        maker -> {
                            var tokens = new Hour(maker);
                            for (int token = 1; token <= 10; token++) {
                                tokens.holds(token)
                                        .later(hour.minus(nano))
                                        .holds(token)
                                        .later(nano);
                            }
                        })
                .wrong("nothing", "not caught: tokens that never expire", maker -> {})
                .wrong(
                        "sequential",
                        "not caught: tokens that never expire",
                        maker -> new Hour(maker).holds(1).holds(1).holds(1))
                .wrong(
                        "far steps",
                        "not caught: tokens that expire late",
                        maker ->
                                new Hour(maker)
                                        .holds(1)
                                        .later(half)
                                        .holds(1)
                                        .later(hour.multipliedBy(2))
                                        .holds(2)
                                        .later(half)
                                        .holds(2))
                .wrong(
                        "milliseconds",
                        "not caught: tokens that expire early",
                        maker ->
                                new Hour(maker)
                                        .holds(1)
                                        .later(half)
                                        .holds(1)
                                        .later(half.minus(milli))
                                        .holds(1)
                                        .later(milli)
                                        .holds(2)
                                        .later(hour.minus(milli))
                                        .holds(2)
                                        .later(milli)
                                        .holds(3))
                .wrong(
                        "one token only",
                        "not caught: tokens that count from the first one",
                        maker ->
                                new Hour(maker)
                                        .holds(1)
                                        .later(half)
                                        .holds(1)
                                        .later(half.minus(nano))
                                        .holds(1)
                                        .later(nano)
                                        .holds(2))
                .wrong(
                        "only on the hour",
                        "not caught: tokens that expire early",
                        maker ->
                                new Hour(maker)
                                        .holds(1)
                                        .holds(1)
                                        .later(hour)
                                        .holds(2)
                                        .holds(2)
                                        .later(hour)
                                        .holds(3))
                .wrong(
                        "the real clock",
                        "tokens that are right: 3 instead of 0",
                        maker -> {
                            var fetched = new AtomicInteger();
                            var tokens =
                                    maker.apply(
                                            InstantSource.system(),
                                            () -> "token " + fetched.incrementAndGet());
                            var first = tokens.get();
                            LockSupport.parkNanos(MILLISECONDS.toNanos(30));
                            assertNotEquals(first, tokens.get());
                        })
                .wrong(
                        "always fails",
                        "tokens that are right: 3 instead of 0, the last: expected: <",
                        maker -> new Hour(maker).holds(2))
                .tests();
    }
}
