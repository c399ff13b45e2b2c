package workbench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer, whatever the protocol. Confined to its connection's event loop.
 * It is its own timer task and write listener, so that 10,000 in flight cost little.
 */
abstract class Exchange implements Runnable, ChannelFutureListener {
    /** What is to be answered: a body in parts that are shared, never copied. */
    record Reply(int status, String contentType, String header, String value, byte[]... body) {
        static Reply text(int status, String text) {
            return new Reply(status, "text/plain; charset=utf-8", null, null,
                    text.getBytes(StandardCharsets.UTF_8));
        }

        Reply with(String header, String value) {
            return new Reply(status, contentType, header, value, body);
        }

        Reply half() {
            var content = content();
            var half = new byte[content.readableBytes() / 2];
            content.readBytes(half);
            return new Reply(status, contentType, header, value, half);
        }

        ByteBuf content() {
            return Unpooled.wrappedBuffer(body);
        }
    }

    final LocalServer server;
    final Tally.Connection connection;
    final EventLoop loop;
    final long received = System.nanoTime();
    Reply reply;
    Fault.Kind fault;
    /** Nanoseconds from the start of the work to the answer. */
    long delay;
    private boolean over;

    Exchange(LocalServer server, Tally.Connection connection, EventLoop loop) {
        this.server = server;
        this.connection = connection;
        this.loop = loop;
    }

    /** Writes the whole answer, and tells this listener when it is written. */
    abstract void write(ByteBuf content);

    /** Writes the head of an answer that has {@code length} bytes, and the first of them. */
    abstract void writePart(int length, ByteBuf content);

    /** Ends an answer that is not complete, so that the client sees that it is not. */
    abstract void breakOff();

    /** The latency is over: answers. */
    @Override
    public final void run() {
        if (over) {
            return;
        }
        if (fault == Fault.Kind.STALLED || fault == Fault.Kind.CLOSED) {
            var content = reply.content();
            var length = content.readableBytes();
            writePart(length, content.slice(0, length / 2));
            if (fault == Fault.Kind.CLOSED) {
                giveUp();
            } else {
                loop.schedule(this::giveUp, server.stall.toMillis(), TimeUnit.MILLISECONDS);
            }
            return;
        }
        over = true;
        server.tally.answered(reply.status());
        write(reply.content());
        server.over(this);
    }

    private void giveUp() {
        if (!over) {
            gone();
            breakOff();
        }
    }

    /** The client went away, or this side breaks off: nothing more is to be written. */
    final void gone() {
        if (!over) {
            over = true;
            server.tally.unfinished();
            server.over(this);
        }
    }

    @Override
    public final void operationComplete(ChannelFuture write) {
        if (write.isSuccess()) {
            server.tally.written(System.nanoTime() - received);
        }
    }
}
