package workbench;

import java.time.Duration;
import java.util.Collections;
import java.util.Scanner;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a local service saw since it was opened or since the last
 * {@link LocalService#resetCounters()}.
 *
 * @param requests requests received
 * @param inFlight requests received and not yet answered at this moment
 * @param mostInFlight the highest that {@code inFlight} has been
 * @param connections connections that brought at least one request
 * @param mostConnections most connections open at the same time
 * @param answered complete answers by status code, such as 200 → 5
 * @param unfinished requests that never got a complete answer: the client went away, or the
 *     service broke off
 * @param medianLatency median time from a request's head received to its answer written, as the
 *     service measures it, over the latest 16,384 answers; zero before the first
 */
public record Counters(int requests, int inFlight, int mostInFlight, int connections,
        int mostConnections, SortedMap<Integer, Integer> answered, int unfinished,
        Duration medianLatency) {

    /** Complete answers with this status code. */
    public int answered(int status) {
        return answered.getOrDefault(status, 0);
    }

    /** For another process; {@link #fromLine} reads it. */
    String toLine() {
        return requests + " " + inFlight + " " + mostInFlight + " " + connections + " "
                + mostConnections + " " + unfinished + " " + medianLatency.toNanos()
                + answered.entrySet().stream().map(each -> " " + each.getKey() + "="
                        + each.getValue()).collect(Collectors.joining());
    }

    static Counters fromLine(String line) {
        var words = new Scanner(line);
        var numbers = IntStream.range(0, 6).map(_ -> words.nextInt()).toArray();
        var median = Duration.ofNanos(words.nextLong());
        var answered = new TreeMap<Integer, Integer>();
        words.forEachRemaining(word -> {
            var pair = word.split("=");
            answered.put(Integer.valueOf(pair[0]), Integer.valueOf(pair[1]));
        });
        return new Counters(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4],
                Collections.unmodifiableSortedMap(answered), numbers[5], median);
    }
}
