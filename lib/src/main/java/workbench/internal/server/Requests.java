package workbench.internal.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayDeque;

/**
 * The requests of an HTTP/1.1 connection, answered in the order in which they came; or the one of
 * an HTTP/2 stream.
 */
final class Requests extends SimpleChannelInboundHandler<HttpObject> {
    private final Desk desk;
    private final Tally.Connection connection;
    private final ArrayDeque<HttpRequest> waiting = new ArrayDeque<>(1);
    private Exchange current;

    Requests(Desk desk, Tally.Connection connection) {
        this.desk = desk;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            context.close();
        } else if (message instanceof HttpRequest request) {
            if (current == null) {
                start(context, request);
            } else {
                waiting.add(request);
            }
        }
    }

    private void start(ChannelHandlerContext context, HttpRequest request) {
        desk.tally().received(connection);
        current =
                new Exchange(
                        desk,
                        context,
                        HttpUtil.isKeepAlive(request),
                        desk.behaviour().plan(request.method().name(), request.uri()),
                        () -> answered(context));
        current.start();
    }

    private void answered(ChannelHandlerContext context) {
        current = null;
        if (!waiting.isEmpty()) {
            start(context, waiting.poll());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.clear();
        if (current != null) {
            current.abandon();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that went away in the middle is nothing to report.
        context.close();
    }
}
