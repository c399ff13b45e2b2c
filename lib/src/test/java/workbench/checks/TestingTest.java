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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbench.checks.Testing.Mailbox;
import workbench.checks.Testing.Maker;

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
                        box -> {
                            box.send("hello");
                            await().atMost(SECOND)
                                    .pollInterval(Duration.ofMillis(10))
                                    .until(() -> box.delivered().equals(HELLO));
                        })
                .patient(
                        "Awaitility, and an assertion in it",
                        box -> {
                            box.send("hello");
                            await().atMost(SECOND)
                                    .untilAsserted(() -> assertEquals(HELLO, box.delivered()));
                        })
                .patient(
                        "Awaitility every 300 ms",
                        box -> {
                            box.send("hello");
                            await().atMost(SECOND)
                                    .pollInterval(Duration.ofMillis(300))
                                    .until(() -> box.delivered().equals(HELLO));
                        })
                .patient(
                        "waits until something is there, and compares then",
                        box -> {
                            box.send("hello");
                            await().atMost(SECOND).until(() -> !box.delivered().isEmpty());
                            assertEquals(HELLO, box.delivered());
                        })
                .patient(
                        "a loop with a deadline",
                        box -> {
                            box.send("hello");
                            var end = inASecond();
                            while (!box.delivered().equals(HELLO)) {
                                assertTrue(System.nanoTime() < end, "no mail");
                                Thread.sleep(5);
                            }
                        })
                .patient(
                        "twenty looks",
                        box -> {
                            box.send("hello");
                            for (int i = 0; i < 20 && box.delivered().isEmpty(); i++) {
                                Thread.sleep(50);
                            }
                            assertEquals(HELLO, box.delivered());
                        })
                .patient(
                        "a thread that looks, and a latch",
                        box -> {
                            box.send("hello");
                            var there = new CountDownLatch(1);
                            var looker =
                                    Thread.startVirtualThread(() -> {
                                        while (!Thread.currentThread().isInterrupted()) {
                                            if (box.delivered().equals(HELLO)) {
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

    private static void looks(Mailbox box, int looks, int apart) throws InterruptedException {
        box.send("hello");
        for (int i = 1; i < looks && !box.delivered().equals(HELLO); i++) {
            if (apart > 0) {
                Thread.sleep(apart);
            }
        }
        assertEquals(HELLO, box.delivered());
    }

    @TestFactory
    Stream<DynamicTest> waitForItWrong() {
        var late = "a mail that comes after 250 ms, at look 2 or later: 1 instead of 0";
        return Solutions.of(Testing.WAIT_FOR_IT)
                .wrong("nothing", "mails sent in one test: 0 instead of 1", box -> {})
                .wrong(
                        "the cell as it stands",
                        late,
                        box -> {
                            box.send("hello");
                            Thread.sleep(50);
                            assertEquals(HELLO, box.delivered());
                        })
                .wrong("sequential", late, box -> looks(box, 1, 0))
                .wrong("ten looks without waiting", late, box -> looks(box, 10, 0))
                .wrong("a million looks, if need be", late, TestingTest::hurries)
                .wrong("five looks, 10 ms apart", late, box -> looks(box, 5, 10))
                .wrong(
                        "half a second",
                        "a mail that comes after 500 ms",
                        box -> {
                            box.send("hello");
                            await().atMost(Duration.ofMillis(400))
                                    .until(() -> box.delivered().equals(HELLO));
                        })
                .wrong(
                        "sleeps longer",
                        late,
                        box -> {
                            box.send("hello");
                            Thread.sleep(700);
                            assertEquals(HELLO, box.delivered());
                        })
                .wrong(
                        "compared elsewhere",
                        "failures of your test with another mail: 0 instead of 1",
                        box -> {
                            box.send("hello");
                            var end = inASecond();
                            CompletableFuture.runAsync(() -> {
                                while (!box.delivered().equals(HELLO)) {
                                    assertTrue(System.nanoTime() < end);
                                }
                            });
                        })
                .wrong(
                        "gives up silently",
                        "failures of your test with another mail: 0 instead of 1",
                        box -> {
                            box.send("hello");
                            var end = inASecond();
                            while (System.nanoTime() < end && !box.delivered().equals(HELLO)) {
                                Thread.sleep(10);
                            }
                        })
                .wrong(
                        "takes any mail",
                        "failures of your test with another mail: 0 instead of 1",
                        box -> {
                            box.send("hello");
                            await().atMost(SECOND).until(() -> !box.delivered().isEmpty());
                        })
                .wrong(
                        "takes any mails that hold it",
                        "failures of your test with a second mail: 0 instead of 1",
                        box -> {
                            box.send("hello");
                            await().atMost(SECOND).until(() -> box.delivered().contains("hello"));
                        })
                .wrong(
                        "sends again",
                        "mails sent in one test: 2 instead of 1",
                        box ->
                                await().atMost(SECOND)
                                        .until(() -> {
                                            box.send("hello");
                                            return box.delivered().size() > 1;
                                        }))
                .wrong(
                        "waits for four seconds",
                        "it gives up after about a second: no, not in three",
                        box -> {
                            box.send("hello");
                            await().atMost(Duration.ofSeconds(4))
                                    .until(() -> box.delivered().equals(HELLO));
                        })
                .wrong(
                        "waits for ever",
                        "it gives up after about a second: no, not in three",
                        box -> {
                            box.send("hello");
                            while (!box.delivered().equals(HELLO)) {
                                Thread.sleep(1);
                            }
                        })
                .wrong(
                        "always fails",
                        "comes at once: 1 instead of 0, the last: NullPointerException: ouch",
                        box -> {
                            throw new NullPointerException("ouch");
                        })
                .tests();
    }

    private static void hurries(Mailbox box) {
        box.send("hello");
        for (int i = 0; i < 10_000 && !box.delivered().equals(HELLO); i++) {
            Thread.onSpinWait();
        }
        assertEquals(HELLO, box.delivered());
    }

    private static void inTwoThreads(Runnable work) throws InterruptedException {
        var one = Thread.ofPlatform().start(work);
        var two = Thread.ofPlatform().start(work);
        one.join();
        two.join();
    }

    /** The notebook's barrier. */
    private static Runnable barrier(Duration atMost) {
        var barrier = new CyclicBarrier(2);
        return () -> {
            try {
                barrier.await(atMost.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
            } catch (TimeoutException | BrokenBarrierException alone) {
                // nobody else came: go on
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static int seats(BooleanSupplier booth, Runnable before) throws InterruptedException {
        var seats = new AtomicInteger();
        inTwoThreads(() -> {
            before.run();
            if (booth.getAsBoolean()) {
                seats.incrementAndGet();
            }
        });
        return seats.get();
    }

    @TestFactory
    Stream<DynamicTest> catchItRight() {
        return Solutions.of(Testing.CATCH_IT)
                .right("the first one looks at the other", TestingTest::looksAtTheOther)
                .patient(
                        "a barrier inside that gives up",
                        maker -> assertEquals(1, seats(maker.apply(barrier(SECOND)), () -> {})))
                .patient(
                        "an exchanger, and futures",
                        maker -> {
                            var meeting = new Exchanger<String>();
                            var booth =
                                    maker.apply(() -> {
                                        try {
                                            meeting.exchange("", 800, MILLISECONDS);
                                        } catch (InterruptedException | TimeoutException alone) {
                                            // nobody else came: go on
                                        }
                                    });
                            try (var buyers = Executors.newVirtualThreadPerTaskExecutor()) {
                                var one = buyers.submit(booth::getAsBoolean);
                                var two = buyers.submit(booth::getAsBoolean);
                                assertNotEquals(one.get(), two.get(), "one has the seat");
                            }
                        })
                .tests();
    }

    private static void looksAtTheOther(Function<Runnable, BooleanSupplier> maker)
            throws InterruptedException {
        var seats = new AtomicInteger();
        var charged = new AtomicInteger();
        var booth = new AtomicReference<BooleanSupplier>();
        Runnable buyer =
                () -> {
                    if (booth.get().getAsBoolean()) {
                        seats.incrementAndGet();
                    }
                };
        var other = new Thread(buyer);
        booth.set(
                maker.apply(() -> {
                    if (charged.incrementAndGet() > 1) {
                        return;
                    }
                    other.start();
                    var giveUp = System.nanoTime() + SECONDS.toNanos(2);
                    while (charged.get() == 1
                            && other.isAlive()
                            && System.nanoTime() < giveUp
                            && !waitsFor(Thread.currentThread(), other)) {
                        Thread.yield();
                    }
                }));
        buyer.run();
        other.join();
        assertEquals(1, seats.get(), "seats");
    }

    private static boolean waitsFor(Thread owner, Thread other) {
        var info = ManagementFactory.getThreadMXBean().getThreadInfo(other.threadId());
        return info != null && info.getLockOwnerId() == owner.threadId();
    }

    @TestFactory
    Stream<DynamicTest> catchItWrong() {
        var careless = "failures of your test with careless booths: ";
        return Solutions.of(Testing.CATCH_IT)
                .wrong("nothing", careless + "0 instead of 100", maker -> {})
                .wrong(
                        "sequential",
                        careless + "0 instead of 100",
                        maker -> {
                            var booth = maker.apply(() -> {});
                            assertTrue(booth.getAsBoolean());
                            assertFalse(booth.getAsBoolean());
                        })
                .wrong(
                        "two threads",
                        careless,
                        maker -> assertEquals(1, seats(maker.apply(() -> {}), () -> {})))
                .wrong(
                        "start together",
                        careless,
                        maker -> assertEquals(1, seats(maker.apply(() -> {}), barrier(SECOND))))
                .wrong(
                        "sleeps while charging",
                        "careless booths",
                        maker -> {
                            Runnable charge = () -> LockSupport.parkNanos(50_000_000);
                            assertEquals(1, seats(maker.apply(charge), () -> {}));
                        })
                .wrong(
                        "sleeps long while charging",
                        "it still ran after 20.0 s and was stopped; does something wait for what"
                                + " never comes, or take too long?",
                        maker -> {
                            Runnable charge = () -> LockSupport.parkNanos(400_000_000);
                            assertEquals(1, seats(maker.apply(charge), () -> {}));
                        })
                .wrong(
                        "at most one",
                        "a booth that sells nothing: 0 instead of 1",
                        maker -> assertTrue(seats(maker.apply(barrier(SECOND)), () -> {}) <= 1))
                .wrong(
                        "counts the charges",
                        "a booth that charges and sells nothing: 0 instead of 1",
                        maker -> {
                            var charged = new AtomicInteger();
                            var inside = barrier(SECOND);
                            var booth =
                                    maker.apply(() -> {
                                        charged.incrementAndGet();
                                        inside.run();
                                    });
                            inTwoThreads(booth::getAsBoolean);
                            assertEquals(1, charged.get(), "charges");
                        })
                .wrong(
                        "failure in the thread",
                        careless + "0 instead of 100",
                        maker -> {
                            var booth = maker.apply(barrier(SECOND));
                            var seats = new AtomicInteger();
                            try (var buyers = Executors.newFixedThreadPool(2)) {
                                for (int i = 0; i < 2; i++) {
                                    buyers.submit(() ->
                                            assertTrue(
                                                    !booth.getAsBoolean()
                                                            || seats.incrementAndGet() < 2));
                                }
                            }
                            assertTrue(seats.get() > 0);
                        })
                .wrong(
                        "blames who comes alone",
                        "booths that lock: 2 instead of 0, the last: expected: <",
                        maker -> {
                            var seats = new AtomicInteger();
                            var inside = new CyclicBarrier(2);
                            var booth =
                                    maker.apply(() -> {
                                        try {
                                            inside.await(300, MILLISECONDS);
                                        } catch (InterruptedException
                                                | BrokenBarrierException
                                                | TimeoutException alone) {
                                            throw new IllegalStateException(alone);
                                        }
                                    });
                            inTwoThreads(() -> {
                                try {
                                    if (booth.getAsBoolean()) {
                                        seats.incrementAndGet();
                                    }
                                } catch (IllegalStateException alone) {
                                    // no seat
                                }
                            });
                            assertEquals(1, seats.get());
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
                            var inside = new CyclicBarrier(2);
                            var booth =
                                    maker.apply(() -> {
                                        try {
                                            inside.await(1, SECONDS);
                                            met.incrementAndGet();
                                        } catch (InterruptedException
                                                | BrokenBarrierException
                                                | TimeoutException alone) {
                                            met.addAndGet(3);
                                        }
                                    });
                            inTwoThreads(booth::getAsBoolean);
                            assertEquals(0, met.get());
                        })
                .tests();
    }

    /** A clock that is turned by hand, tokens that live for an hour on it, and what one may ask. */
    private static final class Hour {
        private Instant now = Instant.EPOCH;
        private final InstantSource clock = () -> now;
        private final AtomicInteger fetched = new AtomicInteger();
        private final java.util.function.Supplier<String> tokens;

        Hour(Maker maker) {
            tokens =
                    maker.make(
                            clock, Duration.ofHours(1), () -> "token " + fetched.incrementAndGet());
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
                .wrong("nothing", "tokens that never expire: 0 instead of 1", maker -> {})
                .wrong(
                        "sequential",
                        "tokens that never expire: 0 instead of 1",
                        maker -> new Hour(maker).holds(1).holds(1).holds(1))
                .wrong(
                        "far steps",
                        "tokens that expire late: 0 instead of 1",
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
                        "tokens that expire early: 0 instead of 1",
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
                        "tokens that count from the first one: 0 instead of 1",
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
                        "tokens that expire early: 0 instead of 1",
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
                        "tokens that ",
                        maker -> {
                            var fetched = new AtomicInteger();
                            var tokens =
                                    maker.make(
                                            InstantSource.system(),
                                            Duration.ofMillis(20),
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
