package workbench.internal.server;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a server is set to behave, and what that makes of each request. Set from any thread; asked on
 * the event loop only, so that what one setting counts is confined to that.
 */
final class Behaviour {
    /**
     * What becomes of one request.
     *
     * @param fault what goes wrong with the answer, or null for nothing
     * @param delay nanoseconds from the start of the work to the answer
     */
    record Plan(Reply reply, Misbehaviour.Kind fault, long delay) {
        private Plan(Reply reply) {
            this(reply, null, 0);
        }

        private Plan after(long delay) {
            return new Plan(reply, fault, delay);
        }
    }

    /** A fault, and for how many answers it is still there. */
    private static final class Planted {
        private final Misbehaviour fault;
        private int left;

        Planted(Misbehaviour fault) {
            this.fault = fault;
            left = fault.times();
        }

        Misbehaviour take() {
            if (left == 0) {
                return null;
            }
            left--;
            return fault;
        }
    }

    /** Additions to the latency, from zero to the most, in nanoseconds. */
    private record Jitter(long most, SplittableRandom random) {
        long next() {
            return most == 0 ? 0 : random.nextLong(most + 1);
        }
    }

    /** Lets no more than so many requests through in any one second; all where it is zero. */
    private record RateLimit(int perSecond, ArrayDeque<Long> passed) {
        boolean passes() {
            if (perSecond == 0) {
                return true;
            }
            var now = System.nanoTime();
            while (!passed.isEmpty() && now - passed.peek() >= 1_000_000_000L) {
                passed.poll();
            }
            return passed.size() < perSecond && passed.add(now);
        }
    }

    private final Answers answers;
    private final Map<Integer, Planted> faults = new ConcurrentHashMap<>();
    private volatile RateLimit limit = new RateLimit(0, new ArrayDeque<>());
    private volatile Jitter jitter = new Jitter(0, new SplittableRandom());
    private volatile long latency;
    private volatile long stall = 60_000_000_000L;

    Behaviour(Answers answers) {
        this.answers = answers;
    }

    /** Nanoseconds from a request's arrival to its answer. */
    void latency(long nanos) {
        latency = nanos;
    }

    /**
     * Adds from zero to so many nanoseconds to each latency; the n-th request from now on has the
     * same addition whenever the seed is the same.
     */
    void jitter(long most, long seed) {
        jitter = new Jitter(most, new SplittableRandom(seed));
    }

    /**
     * @param perSecond 0 for no limit
     */
    void rateLimit(int perSecond) {
        limit = new RateLimit(perSecond, new ArrayDeque<>());
    }

    /** Answers to this seed go wrong, in place of an earlier fault. */
    void fault(int seed, Misbehaviour fault) {
        faults.put(seed, new Planted(fault));
    }

    void clearFaults() {
        faults.clear();
    }

    /** How many nanoseconds a stalled answer waits for its client to give up. */
    void stall(long nanos) {
        stall = nanos;
    }

    long stall() {
        return stall;
    }

    /** What becomes of a request that has come. */
    Plan plan(String method, String target) {
        return answer(method, target).after(latency + jitter.next());
    }

    private Plan answer(String method, String target) {
        if (!method.equals("GET")) {
            return new Plan(
                    Reply.text(405, "This service answers GET only.\n").with("Allow", "GET"));
        }
        if (!limit.passes()) {
            // Places come free within a second, and the header counts in whole seconds.
            return new Plan(tooMany(1));
        }
        var cut = target.indexOf('?');
        var path = cut < 0 ? target : target.substring(0, cut);
        var query = cut < 0 ? "" : target.substring(cut + 1);
        try {
            return answer(path, query, answers.seed(path, query));
        } catch (IllegalArgumentException e) {
            return new Plan(Reply.text(400, "Not understood: " + e.getMessage() + "\n"));
        }
    }

    private Plan answer(String path, String query, Integer seed) {
        var planted = seed == null ? null : faults.get(seed);
        var fault = planted == null ? null : planted.take();
        if (fault == null) {
            return new Plan(answers.answer(path, query, seed, null));
        }
        return new Plan(
                switch (fault.kind()) {
                    case STATUS -> Reply.text(fault.status(), "A planted fault.\n");
                    case TOO_MANY_REQUESTS -> tooMany(fault.retryAfter());
                    case TEXT -> answers.answer(path, query, seed, fault.text());
                    case MALFORMED -> answers.answer(path, query, seed, null).half();
                    case STALLED, CLOSED -> answers.answer(path, query, seed, null);
                },
                fault.kind(),
                0);
    }

    private static Reply tooMany(long retryAfter) {
        return Reply.text(429, "Too many requests.\n")
                .with("Retry-After", Long.toString(retryAfter));
    }
}
