package workbench.internal.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;

/** An OkHttp client of the tests that leaves nothing behind. */
public final class Client implements AutoCloseable {
    public record Answer(int status, Headers headers, String body, String url) {}

    public final OkHttpClient http;

    public Client(Protocol protocol) {
        this(protocol, Duration.ofSeconds(60));
    }

    public Client(Protocol protocol, Duration readTimeout) {
        http =
                new OkHttpClient.Builder()
                        .protocols(List.of(protocol))
                        .connectTimeout(Duration.ofSeconds(60))
                        .readTimeout(readTimeout)
                        .retryOnConnectionFailure(false)
                        .connectionPool(new ConnectionPool(1, 1, TimeUnit.MINUTES))
                        .build();
    }

    public Answer get(String url) throws IOException {
        var request = new Request.Builder().url(url).build();
        try (var response = http.newCall(request).execute()) {
            return new Answer(
                    response.code(),
                    response.headers(),
                    response.body().string(),
                    response.request().url().toString());
        }
    }

    /** All at once, a virtual thread each; answers in order. */
    public List<Answer> getAll(int count, IntFunction<String> url)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<Answer>>();
            for (int i = 0; i < count; i++) {
                var address = url.apply(i);
                futures.add(threads.submit(() -> get(address)));
            }
            var answers = new ArrayList<Answer>();
            for (var future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdownNow();
        http.connectionPool().evictAll();
    }
}
