package workbench.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;

/**
 * The requests of an HTTP/1.1 connection, answered in the order in which they came. Stays the last
 * handler of an HTTP/2 connection, for what goes wrong there.
 */
final class Requests extends SimpleChannelInboundHandler<HttpObject> {
    private static final DefaultHttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

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
                        context.channel().eventLoop(),
                        desk.behaviour().plan(request.method().name(), request.uri()),
                        new Answer(context, HttpUtil.isKeepAlive(request)));
        current.start();
    }

    private final class Answer implements Exchange.Wire {
        private final ChannelHandlerContext context;
        private final boolean keepAlive;

        Answer(ChannelHandlerContext context, boolean keepAlive) {
            this.context = context;
            this.keepAlive = keepAlive;
        }

        @Override
        public ChannelFuture write(Reply reply, ByteBuf content) {
            var written =
                    context.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1,
                                    status(reply),
                                    content,
                                    headers(reply, content.readableBytes()),
                                    EmptyHttpHeaders.INSTANCE));
            if (keepAlive) {
                answered(context);
            } else {
                written.addListener(ChannelFutureListener.CLOSE);
            }
            return written;
        }

        @Override
        public void writePart(Reply reply, int length, ByteBuf part) {
            context.write(
                    new DefaultHttpResponse(
                            HttpVersion.HTTP_1_1, status(reply), headers(reply, length)));
            context.writeAndFlush(new DefaultHttpContent(part));
        }

        private HttpResponseStatus status(Reply reply) {
            return HttpResponseStatus.valueOf(reply.status());
        }

        private HttpHeaders headers(Reply reply, int length) {
            var headers =
                    HEADERS.newHeaders()
                            .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                            .setInt(HttpHeaderNames.CONTENT_LENGTH, length);
            if (reply.header() != null) {
                headers.set(reply.header(), reply.value());
            }
            if (!keepAlive) {
                headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            return headers;
        }

        @Override
        public void breakOff() {
            context.close();
        }
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
