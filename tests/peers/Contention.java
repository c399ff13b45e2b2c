import module java.base;

/**
 * Counting with many threads in Java, for tests/bench: a long-lived program that takes one sample
 * for each line of its standard input. README.md beside this file tells how.
 */
class Contention {
    static final int APART = 16; // objects or longs between two that are used: over 128 bytes

    /** Counts the numbers below n that are a yes, with so many threads. */
    interface Version {
        long count(int threads, int n) throws Exception;
    }

    /** What the thread of this number does with the numbers that are its own. */
    interface Part {
        void run(int number);
    }

    static final Map<String, Version> VERSIONS = Map.of(
            "synchronized", (threads, n) -> oneMonitor(Thread.ofPlatform(), threads, n),
            "synchronized, virtual", (threads, n) -> oneMonitor(Thread.ofVirtual(), threads, n),
            "ReentrantLock", Contention::oneLock,
            "AtomicLong", Contention::oneAtomic,
            "own locks", Contention::ownLocks,
            "LongAdder", Contention::oneAdder,
            "confined", Contention::confined);

    static final class Tally {
        long count;

        synchronized void add() {
            count++;
        }
    }

    static boolean yes(int i) {
        return i * 0x9E3779B9 < 0;
    }

    static void inParts(Thread.Builder kind, int threads, Part part) throws InterruptedException {
        var started = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            started.add(kind.start(() -> part.run(number)));
        }
        for (var thread : started) {
            thread.join();
        }
    }

    static long oneMonitor(Thread.Builder kind, int threads, int n) throws InterruptedException {
        var tally = new Tally();
        inParts(kind, threads, part -> {
            for (int i = part; i < n; i += threads) {
                if (yes(i)) tally.add();
            }
        });
        return tally.count;
    }

    static long oneLock(int threads, int n) throws InterruptedException {
        var lock = new ReentrantLock();
        var count = new long[1];
        inParts(Thread.ofPlatform(), threads, part -> {
            for (int i = part; i < n; i += threads) {
                if (yes(i)) {
                    lock.lock();
                    try {
                        count[0]++;
                    } finally {
                        lock.unlock();
                    }
                }
            }
        });
        return count[0];
    }

    static long oneAtomic(int threads, int n) throws InterruptedException {
        var count = new AtomicLong();
        inParts(Thread.ofPlatform(), threads, part -> {
            for (int i = part; i < n; i += threads) {
                if (yes(i)) count.incrementAndGet();
            }
        });
        return count.get();
    }

    static long ownLocks(int threads, int n) throws InterruptedException {
        var tallies = Stream.generate(Tally::new).limit((long) threads * APART).toList();
        inParts(Thread.ofPlatform(), threads, part -> {
            var own = tallies.get(part * APART);
            for (int i = part; i < n; i += threads) {
                if (yes(i)) own.add();
            }
        });
        return tallies.stream().mapToLong(tally -> tally.count).sum();
    }

    static long oneAdder(int threads, int n) throws InterruptedException {
        var count = new LongAdder();
        inParts(Thread.ofPlatform(), threads, part -> {
            for (int i = part; i < n; i += threads) {
                if (yes(i)) count.increment();
            }
        });
        return count.sum();
    }

    static long confined(int threads, int n) throws InterruptedException {
        var counts = new long[threads];
        inParts(Thread.ofPlatform(), threads, part -> {
            long own = 0;
            for (int i = part; i < n; i += threads) {
                if (yes(i)) own++;
            }
            counts[part] = own;
        });
        return LongStream.of(counts).sum();
    }

    static void main() throws Exception {
        Peer.obey(order -> {
            var version = VERSIONS.get(order[1]);
            int threads = Integer.parseInt(order[2]);
            int n = Integer.parseInt(order[3]);
            var begin = System.nanoTime();
            var count = version.count(threads, n);
            return System.nanoTime() - begin + "\t" + count;
        });
    }
}
