package workbench;

import java.time.Duration;
import java.util.SortedMap;

/**
 * What a local service saw since it was opened or since the last {@link
 * LocalService#resetCounters()}. Immutable: one moment, in which all numbers agree.
 *
 * @param requests requests received
 * @param inFlight requests received and not yet answered at this moment
 * @param mostInFlight the highest that {@code inFlight} has been
 * @param connections connections that brought at least one request
 * @param mostConnections most connections open at the same time
 * @param answered complete answers by status code, such as 200 → 5
 * @param unfinished requests that never got a complete answer: the client went away, or the service
 *     broke off
 * @param medianLatency median time from a request's head received to its answer written, as the
 *     service measures it, over the latest 16,384 answers; zero before the first
 */
public record Counters(
        int requests,
        int inFlight,
        int mostInFlight,
        int connections,
        int mostConnections,
        SortedMap<Integer, Integer> answered,
        int unfinished,
        Duration medianLatency) {

    /** Complete answers with this status code; zero where there were none. */
    public int answered(int status) {
        return answered.getOrDefault(status, 0);
    }
}
