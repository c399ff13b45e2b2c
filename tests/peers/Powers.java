import module java.base;
import workbench.FastPower;

/**
 * The Java versions of the power workload, for tests/bench: a long-lived program that takes one
 * sample for each line of its standard input. README.md beside this file tells how.
 */
class Powers {
    static final int CORES = Runtime.getRuntime().availableProcessors();

    /** Raises the n numbers from the first one to the power of themselves. */
    interface Version {
        List<BigInteger> powers(int first, int n) throws Exception;
    }

    static final Map<String, Version> VERSIONS = Map.of(
            "sequential", (first, n) -> numbers(first, n).mapToObj(Powers::power).toList(),
            "threads", Powers::threads,
            "executor", (first, n) ->
                    Peer.submitted(pool(), n, k -> power(first + k)),
            "parallel stream", (first, n) ->
                    numbers(first, n).parallel().mapToObj(Powers::power).toList(),
            "fork/join", (first, n) -> {
                try (var pool = new ForkJoinPool(CORES)) {
                    return pool.submit(new Task(first, n)).get();
                }
            },
            "virtual threads", (first, n) -> Peer.submitted(
                    Executors.newVirtualThreadPerTaskExecutor(), n, k -> power(first + k)),
            "processes", Powers::processes,
            "FastPower", (first, n) ->
                    numbers(first, n).mapToObj(i -> FastPower.power(i, i)).toList(),
            "FastPower, all cores", (first, n) ->
                    Peer.submitted(pool(), n, k -> FastPower.power(first + k, first + k)));

    static BigInteger power(int i) {
        return BigInteger.valueOf(i).pow(i);
    }

    static IntStream numbers(int first, int n) {
        return IntStream.range(first, first + n);
    }

    static ExecutorService pool() {
        return Executors.newFixedThreadPool(CORES);
    }

    static List<BigInteger> threads(int first, int n) throws InterruptedException {
        var powers = new BigInteger[n];
        var next = new AtomicInteger();
        var threads = Stream.generate(() -> new Thread(() -> {
            for (int k; (k = next.getAndIncrement()) < n; ) {
                powers[k] = power(first + k);
            }
        })).limit(CORES).toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        return Arrays.asList(powers);
    }

    static final class Task extends RecursiveTask<List<BigInteger>> {
        final int first;
        final int n;

        Task(int first, int n) {
            this.first = first;
            this.n = n;
        }

        @Override
        protected List<BigInteger> compute() {
            if (n == 1) return List.of(power(first));
            var left = new Task(first, n / 2);
            var right = new Task(first + n / 2, n - n / 2);
            invokeAll(left, right);
            return Stream.of(left, right).flatMap(task -> task.join().stream()).toList();
        }
    }

    /** A JVM for each core, no more than numbers, started and ended with each sample. */
    static List<BigInteger> processes(int first, int n) throws Exception {
        var powers = new BigInteger[n];
        var next = new AtomicInteger();
        Peer.submitted(pool(), Math.min(CORES, n), _ -> {
            try {
                serve(first, powers, next);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        });
        return Arrays.asList(powers);
    }

    static void serve(int first, BigInteger[] powers, AtomicInteger next) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), "workbench.PowerWorker")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        // The worker ends with its input.
        try (var to = process.outputWriter();
                var from = new DataInputStream(process.getInputStream())) {
            for (int k; (k = next.getAndIncrement()) < powers.length; ) {
                to.write(first + k + "\n");
                to.flush();
                var bytes = new byte[from.readInt()];
                from.readFully(bytes);
                powers[k] = new BigInteger(bytes);
            }
        }
        process.onExit().join();
    }

    static void main() throws Exception {
        Peer.obey(order -> Peer.sample(
                () -> VERSIONS.get(order[1])
                        .powers(Integer.parseInt(order[2]), Integer.parseInt(order[3])),
                power -> Peer.checksum(power.toByteArray())));
    }
}
