import module java.base;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** What the Java programs of tests/bench share. README.md beside this file tells how they talk. */
class Peer {
    interface Order {
        /** What to print, or null for nothing. */
        String answer(String[] words) throws Exception;
    }

    /** Obeys the orders on standard input until it ends. */
    static void obey(Order order) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = lines.readLine()) != null; ) {
            var answer = order.answer(line.split("\t"));
            if (answer != null) System.out.println(answer);
        }
    }

    /** One sample: its nanoseconds and what was made, as a checksum; or what went wrong. */
    static <T> String sample(Callable<List<T>> work, Function<T, String> text) throws Exception {
        List<T> made;
        var begin = System.nanoTime();
        try {
            made = work.call();
        } catch (Exception e) {
            return "error\t" + e;
        }
        var nanos = System.nanoTime() - begin;
        var all = made.stream().map(text).collect(Collectors.joining("\n"));
        return nanos + "\t" + checksum(all.getBytes(StandardCharsets.UTF_8));
    }

    static String checksum(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);  // every JDK has it
        }
    }

    /** What the job makes of 0 to n - 1, in an executor that is then closed. */
    static <T> List<T> submitted(ExecutorService executor, int n, IntFunction<T> job)
            throws Exception {
        try (executor) {
            var futures = IntStream.range(0, n)
                    .mapToObj(i -> executor.submit(() -> job.apply(i))).toList();
            var made = new ArrayList<T>();
            for (var future : futures) {
                made.add(future.get());
            }
            return made;
        }
    }

    static <T> List<T> joined(List<CompletableFuture<T>> futures) {
        return futures.stream().map(CompletableFuture::join).toList();
    }

    interface Reading<T> {
        T of(Response response) throws IOException;
    }

    /** Asks without blocking, and reads the response in the callback. */
    static <T> CompletableFuture<T> enqueue(Call call, Reading<T> reading) {
        var future = new CompletableFuture<T>();
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    future.complete(reading.of(response));
                } catch (Exception e) {
                    future.completeExceptionally(e);
                }
            }

            @Override
            public void onFailure(Call call, IOException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    /** Asks and blocks until the response is read. */
    static <T> T execute(Call call, Reading<T> reading) {
        try (var response = call.execute()) {
            return reading.of(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
