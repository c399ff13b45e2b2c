import module java.base;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import javax.net.SocketFactory;
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

    /** Requests that share a client in the tuned version over HTTP/1.1. */
    static final int GROUP = 100;

    static final Map<String, Version> VERSIONS = Map.of(
            "sequential", (client, n) -> IntStream.range(0, n).mapToObj(client::fetch).toList(),
            "threads", Genres::threads,
            "executor", (client, n) -> Peer.submitted(
                    Executors.newFixedThreadPool(Math.min(n, POOL)), n, client::fetch),
            "enqueue", (client, n) ->
                    Peer.joined(IntStream.range(0, n).mapToObj(client::enqueue).toList()),
            "virtual", Genres::virtual,
            "tuned", Genres::virtual,
            "parallel stream", (client, n) ->
                    IntStream.range(0, n).parallel().mapToObj(client::fetch).toList(),
            "common pool", (client, n) -> Peer.joined(IntStream.range(0, n).mapToObj(seed ->
                    CompletableFuture.supplyAsync(() -> client.fetch(seed))).toList()));

    /** One OkHttpClient, or several that share the requests, each with a pool of its own. */
    record Client(List<OkHttpClient> https, HttpUrl genre) {
        OkHttpClient http(int seed) {
            return https.get(seed % https.size());
        }

        /** The address is parsed once: parsing it maps the host's name, each time. */
        Request request(int seed) {
            return new Request.Builder().url(genre.newBuilder()
                    .addQueryParameter("seed", Integer.toString(seed)).build()).build();
        }

        Call call(int seed) {
            return http(seed).newCall(request(seed));
        }

        String fetch(int seed) {
            return Peer.execute(call(seed), Client::genre);
        }

        CompletableFuture<String> enqueue(int seed) {
            return Peer.enqueue(call(seed), Client::genre);
        }

        static String genre(Response response) throws IOException {
            if (!response.isSuccessful()) {
                throw new IOException("the server answered " + response.code());
            }
            return JSON.fromJson(response.body().source());
        }

        void close() {
            for (var http : https) {
                http.dispatcher().executorService().close();
                http.connectionPool().evictAll();
            }
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

    static List<String> virtual(Client client, int n) throws Exception {
        return Peer.submitted(Executors.newVirtualThreadPerTaskExecutor(), n, client::fetch);
    }

    static Client client(String base, String protocol, boolean tuned, int n) {
        var groups = tuned && protocol.equals("1.1") ? (n + GROUP - 1) / GROUP : 1;
        return new Client(IntStream.range(0, groups).mapToObj(_ -> http(protocol, tuned)).toList(),
                HttpUrl.get(base + "/wp-json/genrenator/v1/genre/"));
    }

    /** No limit but time. Tuned: one deadline for the whole call, and no detours to connect. */
    static OkHttpClient http(String protocol, boolean tuned) {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(100_000);
        dispatcher.setMaxRequestsPerHost(100_000);
        var builder = new OkHttpClient.Builder().dispatcher(dispatcher)
                .protocols(List.of(protocol.equals("2")
                        ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(100_000, 5, TimeUnit.MINUTES))
                .readTimeout(Duration.ofSeconds(60));
        if (tuned) {
            builder.callTimeout(Duration.ofSeconds(60)).readTimeout(Duration.ZERO)
                    .writeTimeout(Duration.ZERO).fastFallback(false)
                    .proxy(java.net.Proxy.NO_PROXY).socketFactory(new AtOnce());
        }
        return builder.build();
    }

    /** Sockets that send small packets at once (TCP_NODELAY); Java's wait for the last answer. */
    static final class AtOnce extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("OkHttp connects the socket itself.");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("OkHttp connects the socket itself.");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("OkHttp connects the socket itself.");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("OkHttp connects the socket itself.");
        }
    }

    static Client client;

    static void main(String[] arguments) throws Exception {
        Peer.obey(order -> {
            switch (order[0]) {
                case "open" -> client = client(arguments[0], order[1],
                        order[2].equals("tuned"), Integer.parseInt(order[3]));
                case "fetch" -> {
                    var n = Integer.parseInt(order[2]);
                    return Peer.sample(() -> VERSIONS.get(order[1]).fetch(client, n),
                            genre -> genre);
                }
                case "close" -> client.close();
                default -> throw new IllegalArgumentException(order[0]);
            }
            return null;
        });
    }
}
