package workbench.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer, whatever the protocol. Confined to its connection's event loop. It is
 * its own timer task and write listener, so that 10,000 in flight cost little.
 */
final class Exchange implements Runnable, ChannelFutureListener, Turns.Waiting {
    /** Writes the one answer in its protocol, on the event loop. */
    interface Wire {
        /** Writes the whole answer. */
        ChannelFuture write(Reply reply, ByteBuf content);

        /** Writes the head of an answer that has {@code length} bytes, and the first of them. */
        void writePart(Reply reply, int length, ByteBuf part);

        /** Ends an answer that is not complete, so that the client sees that it is not. */
        void breakOff();
    }

    private final Desk desk;
    private final EventLoop loop;
    private final Behaviour.Plan plan;
    private final Wire wire;
    private final long received = System.nanoTime();
    private Future<?> timer; // null while it waits for its turn
    private boolean ended;

    Exchange(Desk desk, EventLoop loop, Behaviour.Plan plan, Wire wire) {
        this.desk = desk;
        this.loop = loop;
        this.plan = plan;
        this.wire = wire;
    }

    /** Waits for its turn, then for its latency, then answers. */
    void start() {
        desk.turns().enter(this, received);
    }

    @Override
    public void begin(long since) {
        if (!loop.isShuttingDown()) {
            timer(this, since + plan.delay() - System.nanoTime());
        }
    }

    private void timer(Runnable task, long nanos) {
        timer = loop.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** The latency is over: answers. */
    @Override
    public void run() {
        var content = Unpooled.wrappedBuffer(plan.reply().body());
        if (plan.fault() == Misbehaviour.Kind.STALLED) {
            answerHalf(content);
            timer(this::breakOff, desk.behaviour().stall());
        } else if (plan.fault() == Misbehaviour.Kind.CLOSED) {
            answerHalf(content);
            breakOff();
        } else {
            answer(content);
        }
    }

    private void answer(ByteBuf content) {
        ended = true;
        desk.tally().answered(plan.reply().status());
        desk.turns().leave(this);
        wire.write(plan.reply(), content).addListener(this);
    }

    /** The head of an answer with its true length, but only the first half of its content. */
    private void answerHalf(ByteBuf content) {
        var length = content.readableBytes();
        wire.writePart(plan.reply(), length, content.slice(0, length / 2));
    }

    private void breakOff() {
        abandon();
        wire.breakOff();
    }

    /** The client went away, or this side breaks off: nothing more is to be written. */
    void abandon() {
        if (!ended) {
            ended = true;
            if (timer != null) {
                timer.cancel(false);
            }
            desk.tally().unfinished();
            desk.turns().leave(this);
        }
    }

    @Override
    public void operationComplete(ChannelFuture write) {
        if (write.isSuccess()) {
            desk.tally().written(System.nanoTime() - received);
        }
    }
}
