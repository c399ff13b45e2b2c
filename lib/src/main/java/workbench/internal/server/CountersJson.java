package workbench.internal.server;

import com.squareup.moshi.FromJson;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.ToJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import workbench.Counters;

/** Counters as one line of JSON, for a service in another process; times in nanoseconds. */
public final class CountersJson {
    private static final JsonAdapter<Counters> JSON =
            new Moshi.Builder().add(new CountersJson()).build().adapter(Counters.class);

    private CountersJson() {}

    static String write(Counters counters) {
        return JSON.toJson(counters);
    }

    /** What {@link #write} wrote. */
    public static Counters read(String json) {
        try {
            return JSON.fromJson(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ToJson
    long nanos(Duration duration) {
        return duration.toNanos();
    }

    @FromJson
    Duration duration(long nanos) {
        return Duration.ofNanos(nanos);
    }

    @ToJson
    Map<Integer, Integer> map(SortedMap<Integer, Integer> sorted) {
        return sorted;
    }

    @FromJson
    SortedMap<Integer, Integer> sorted(Map<Integer, Integer> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
