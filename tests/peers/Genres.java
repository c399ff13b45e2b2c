import module java.base;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import okhttp3.*;

/**
 * The Java versions of the genre workload, for tests/bench: a long-lived program that takes one
 * sample for each line of its standard input. README.md beside this file tells how.
 */
class Genres {
    static final JsonAdapter<String> JSON = new Moshi.Builder().build().adapter(String.class);
    /** Platform threads that an executor may have: the notebooks' pool, and not a thread each. */
    static final int POOL = 1_000;

    /** Fetches the genres of the seeds 0 to n - 1. */
    interface Version {
        List<String> fetch(Client client, int n) throws Exception;
    }

    static final Map<String, Version> VERSIONS = Map.of(
            "sequential", (client, n) -> IntStream.range(0, n).mapToObj(client::fetch).toList(),
            "threads", Genres::threads,
            "executor", (client, n) ->
                    submitted(Executors.newFixedThreadPool(Math.min(n, POOL)), client, n),
            "enqueue", Genres::enqueue,
            "virtual", (client, n) ->
                    submitted(Executors.newVirtualThreadPerTaskExecutor(), client, n),
            "parallel stream", (client, n) ->
                    IntStream.range(0, n).parallel().mapToObj(client::fetch).toList(),
            "common pool", (client, n) -> joined(IntStream.range(0, n).mapToObj(seed ->
                    CompletableFuture.supplyAsync(() -> client.fetch(seed))).toList()));

    record Client(OkHttpClient http, String base) {
        Request request(int seed) {
            return new Request.Builder()
                    .url(base + "/wp-json/genrenator/v1/genre/?seed=" + seed).build();
        }

        String fetch(int seed) {
            try (var response = http.newCall(request(seed)).execute()) {
                return genre(response);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String genre(Response response) throws IOException {
            if (!response.isSuccessful()) {
                throw new IOException("the server answered " + response.code());
            }
            return JSON.fromJson(response.body().source());
        }

        void close() {
            http.dispatcher().executorService().close();
            http.connectionPool().evictAll();
        }
    }

    static List<String> threads(Client client, int n) throws InterruptedException {
        var genres = new String[n];
        var threads = IntStream.range(0, n).mapToObj(seed ->
                new Thread(() -> genres[seed] = client.fetch(seed))).toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        return Arrays.asList(genres);
    }

    static List<String> submitted(ExecutorService executor, Client client, int n)
            throws Exception {
        try (executor) {
            var futures = IntStream.range(0, n)
                    .mapToObj(seed -> executor.submit(() -> client.fetch(seed))).toList();
            var genres = new ArrayList<String>();
            for (var future : futures) {
                genres.add(future.get());
            }
            return genres;
        }
    }

    static List<String> enqueue(Client client, int n) {
        return joined(IntStream.range(0, n).mapToObj(seed -> {
            var future = new CompletableFuture<String>();
            client.http.newCall(client.request(seed)).enqueue(new Callback() {
                @Override
                public void onResponse(Call call, Response response) {
                    try (response) {
                        future.complete(Client.genre(response));
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
        }).toList());
    }

    static List<String> joined(List<CompletableFuture<String>> futures) {
        return futures.stream().map(CompletableFuture::join).toList();
    }

    static Client client(String base, String protocol) {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(100_000);
        dispatcher.setMaxRequestsPerHost(100_000);
        return new Client(new OkHttpClient.Builder().dispatcher(dispatcher)
                .protocols(List.of(protocol.equals("2")
                        ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(100_000, 5, TimeUnit.MINUTES))
                .readTimeout(Duration.ofSeconds(60)).build(), base);
    }

    static void main(String[] arguments) throws Exception {
        Client client = null;
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var order = line.split("\t");
            switch (order[0]) {
                case "open" -> client = client(arguments[0], order[1]);
                case "fetch" -> System.out.println(
                        sample(VERSIONS.get(order[1]), client, Integer.parseInt(order[2])));
                case "close" -> client.close();
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    /** One sample: its nanoseconds and what was fetched, as a checksum. */
    static String sample(Version version, Client client, int n) throws Exception {
        List<String> genres;
        var begin = System.nanoTime();
        try {
            genres = version.fetch(client, n);
        } catch (Exception e) {
            return "error\t" + e;
        }
        var nanos = System.nanoTime() - begin;
        var digest = MessageDigest.getInstance("SHA-256")
                .digest(String.join("\n", genres).getBytes(StandardCharsets.UTF_8));
        return nanos + "\t" + HexFormat.of().formatHex(digest, 0, 8);
    }
}
