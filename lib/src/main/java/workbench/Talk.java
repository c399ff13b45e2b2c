package workbench;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * One conversation with a server over a channel that does not block: what every such conversation
 * needs, whatever is said. Whatever a step throws ends this conversation and no other. It ends
 * once: then its channel is closed, and its outcome is one more callback in the loop's queue. For
 * the loop's thread alone.
 */
public final class Talk {

    /** What to do with the genre, or with the failure; the other one is null. */
    @FunctionalInterface
    public interface Outcome {
        void accept(String genre, Throwable failure) throws Exception;
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final Queue<Step> ready;
    private final Outcome outcome;
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean ended;

    /**
     * Opens a channel that is not connected yet and does not block.
     *
     * @param selector watches the channel; a key's attachment is the {@link Step} for its event
     * @param ready the loop's callbacks that can run now
     * @throws IOException if there can be no more channels; then none is left open
     */
    public Talk(Selector selector, Queue<Step> ready, Outcome outcome) throws IOException {
        this.selector = selector;
        this.ready = ready;
        this.outcome = outcome;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The channel, which is closed when the conversation ends. */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Begins to connect, and returns. When there is a connection, the step is done, once. If there
     * can be none, whether that is known now or later, this ends the conversation.
     *
     * @param server an address that is known, or not: then the conversation fails
     */
    public void connect(SocketAddress server, Step step) {
        attempt(() -> {
            // One that is connected at once can be written to, and hears of it in its turn.
            int event = channel.connect(server) ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
            on(
                    event,
                    () -> {
                        channel.finishConnect();
                        channel.keyFor(selector).interestOps(0);
                        step.run();
                    });
        });
    }

    /**
     * When this event happens, do this step, and again whenever it happens; it takes the place of
     * the event and the step before.
     *
     * @param event one of {@link SelectionKey}'s operations
     * @throws IOException if the channel is closed
     */
    public void on(int event, Step step) throws IOException {
        channel.register(selector, event, (Step) () -> attempt(step));
    }

    /** Does a step. Whatever it throws ends the conversation, with that as its failure. */
    private void attempt(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Ends it with a genre; does nothing if it has ended already. */
    public void end(String genre) {
        end(genre, null);
    }

    /** Ends it with a failure; does nothing if it has ended already. */
    public void fail(Throwable failure) {
        end(null, failure);
    }

    /** Has this run when the conversation ends; at once if it has ended. */
    public void atEnd(Runnable action) {
        if (ended) {
            action.run();
        } else {
            atEnd.add(action);
        }
    }

    private void end(String genre, Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            channel.close();
        } catch (IOException closedAllTheSame) {
            // Nobody can do anything about it, and the outcome is known.
        }
        atEnd.forEach(Runnable::run);
        ready.add(() -> outcome.accept(genre, failure));
    }

    /** Whether the selector watches any channel. */
    public static boolean anyOn(Selector selector) {
        return selector.keys().stream().anyMatch(SelectionKey::isValid);
    }

    /**
     * Closes the channels that the selector watches, and then the selector.
     *
     * @throws IOException if one cannot be closed
     */
    public static void closeAll(Selector selector) throws IOException {
        try (selector) {
            for (var key : selector.keys()) {
                key.channel().close();
            }
        }
    }
}
