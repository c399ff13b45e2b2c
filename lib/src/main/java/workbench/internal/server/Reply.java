package workbench.internal.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is to be answered.
 *
 * @param header the name of one more header, or null for none
 * @param value that header's value, or null for none
 * @param body in parts that are shared, never copied
 */
record Reply(int status, String contentType, String header, String value, byte[]... body) {
    static Reply text(int status, String text) {
        return new Reply(
                status,
                "text/plain; charset=utf-8",
                null,
                null,
                text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply json(String json) {
        return new Reply(
                200,
                "application/json; charset=UTF-8",
                null,
                null,
                json.getBytes(StandardCharsets.UTF_8));
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, header, value, body);
    }

    /** The same, but with the first half of the body as if it were all. */
    Reply half() {
        var whole = new ByteArrayOutputStream();
        for (var part : body) {
            whole.writeBytes(part);
        }
        return new Reply(
                status,
                contentType,
                header,
                value,
                Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
    }
}
