package workbench.internal.server;

import java.util.ArrayDeque;

/**
 * Who may be worked on: everybody at once, or one at a time in the order of arrival. Confined to
 * the event loop, but for {@link #oneAtATime(boolean)}.
 */
final class Turns {
    /** One that waits for its turn. */
    interface Waiting {
        /** Its turn has come, and came at this time of {@link System#nanoTime()}. */
        void begin(long since);
    }

    private final ArrayDeque<Waiting> line = new ArrayDeque<>(); // the head is in work
    private volatile boolean oneAtATime;

    void oneAtATime(boolean oneAtATime) {
        this.oneAtATime = oneAtATime;
    }

    /** Comes for its turn, which begins now if nobody is before it. */
    void enter(Waiting arrived, long now) {
        if (oneAtATime || !line.isEmpty()) {
            line.add(arrived);
            if (line.size() > 1) {
                return;
            }
        }
        arrived.begin(now);
    }

    /** Is done, or gives up: if it was in work, the next has its turn. */
    @SuppressWarnings("ReferenceEquality") // this very one
    void leave(Waiting done) {
        if (line.peek() != done) {
            line.remove(done);
            return;
        }
        line.poll();
        if (!line.isEmpty()) {
            line.peek().begin(System.nanoTime());
        }
    }
}
