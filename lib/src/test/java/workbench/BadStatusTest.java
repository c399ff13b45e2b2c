package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class BadStatusTest {

    private static BadStatus of(int status, String retryAfter) {
        var answer =
                new Response.Builder()
                        .request(new Request.Builder().url("http://127.0.0.1/").build())
                        .protocol(Protocol.HTTP_1_1)
                        .code(status)
                        .message("");
        if (retryAfter != null) {
            answer.header("Retry-After", retryAfter);
        }
        return new BadStatus(answer.build());
    }

    @Test
    void itTellsTheStatusAndWhenToComeBack() {
        var bad = of(429, "12");
        assertEquals(429, bad.status());
        assertEquals(Duration.ofSeconds(12), bad.retryAfter());
        assertEquals("the server answered 429", bad.getMessage());
    }

    @Test
    void whatIsNoNumberOfSecondsIsNoTime() {
        assertEquals(Duration.ZERO, of(503, null).retryAfter());
        for (var value :
                new String[] {"", "soon", "-3", "1.5", "123456", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
            assertEquals(Duration.ZERO, of(503, value).retryAfter(), value);
        }
    }
}
