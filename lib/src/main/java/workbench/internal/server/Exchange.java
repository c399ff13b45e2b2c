package workbench.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer, whatever the protocol. Confined to its connection's event loop. It is
 * its own timer task and write listener, so that 10,000 in flight cost little.
 */
final class Exchange implements Runnable, ChannelFutureListener, Turns.Waiting {
    private static final DefaultHttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final Desk desk;
    private final ChannelHandlerContext context;
    private final boolean keepAlive;
    private final Behaviour.Plan plan;
    private final Runnable next;
    private final long received = System.nanoTime();
    private Future<?> timer; // null while it waits for its turn
    private boolean ended;

    /**
     * @param next what to do when another request of this connection may have its answer
     */
    Exchange(
            Desk desk,
            ChannelHandlerContext context,
            boolean keepAlive,
            Behaviour.Plan plan,
            Runnable next) {
        this.desk = desk;
        this.context = context;
        this.keepAlive = keepAlive;
        this.plan = plan;
        this.next = next;
    }

    /** Waits for its turn, then for its latency, then answers. */
    void start() {
        desk.turns().enter(this, received);
    }

    @Override
    public void begin(long since) {
        if (!context.channel().eventLoop().isShuttingDown()) {
            timer(this, since + plan.delay() - System.nanoTime());
        }
    }

    private void timer(Runnable task, long nanos) {
        timer =
                context.channel()
                        .eventLoop()
                        .schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
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
        var written =
                context.writeAndFlush(
                        new DefaultFullHttpResponse(
                                HttpVersion.HTTP_1_1,
                                status(),
                                content,
                                headers(content.readableBytes()),
                                EmptyHttpHeaders.INSTANCE));
        written.addListener(this);
        desk.turns().leave(this);
        if (keepAlive) {
            next.run();
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The head of an answer with its true length, but only the first half of its content. */
    private void answerHalf(ByteBuf content) {
        var length = content.readableBytes();
        context.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status(), headers(length)));
        context.writeAndFlush(new DefaultHttpContent(content.slice(0, length / 2)));
    }

    private HttpResponseStatus status() {
        return HttpResponseStatus.valueOf(plan.reply().status());
    }

    private HttpHeaders headers(int length) {
        var headers =
                HEADERS.newHeaders()
                        .set(HttpHeaderNames.CONTENT_TYPE, plan.reply().contentType())
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, length);
        if (plan.reply().header() != null) {
            headers.set(plan.reply().header(), plan.reply().value());
        }
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return headers;
    }

    /** Ends an answer that is not complete, so that the client sees that it is not. */
    private void breakOff() {
        abandon();
        context.close(); // of an HTTP/2 stream, this resets that stream alone
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
