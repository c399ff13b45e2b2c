package workbench.checks;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often another thread than a given one took part. Thread-safe. */
final class Threads {

    private final Thread expected;
    private final AtomicInteger others = new AtomicInteger();

    private Threads(Thread expected) {
        this.expected = expected;
    }

    static Threads but(Thread expected) {
        return new Threads(expected);
    }

    void note() {
        if (Thread.currentThread() != expected) {
            others.incrementAndGet();
        }
    }

    int others() {
        return others.get();
    }
}
