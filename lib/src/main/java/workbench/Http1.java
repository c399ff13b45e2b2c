package workbench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;

/** One HTTP/1.1 connection: requests are answered in the order in which they came. */
final class Http1 extends SimpleChannelInboundHandler<HttpObject> {
    private final LocalServer server;
    private final Tally.Connection connection;
    private final ArrayDeque<HttpRequest> waiting = new ArrayDeque<>(1);
    private Exchange current;

    Http1(LocalServer server, Tally.Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            context.close();
        } else if (message instanceof HttpRequest request) {
            if (connection.first()) {
                // Whoever starts with HTTP/1.1 either upgrades at once or stays.
                context.pipeline().remove(HttpServerUpgradeHandler.class);
            }
            if (current == null) {
                start(context, request);
            } else {
                waiting.add(request);
            }
        }
    }

    private void start(ChannelHandlerContext context, HttpRequest request) {
        current = new Http1Exchange(context, HttpUtil.isKeepAlive(request));
        server.received(current, request.method().name(), request.uri());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.clear();
        if (current != null) {
            current.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that went away in the middle is nothing to report.
        context.close();
    }

    private final class Http1Exchange extends Exchange {
        private final ChannelHandlerContext context;
        private final boolean keepAlive;

        Http1Exchange(ChannelHandlerContext context, boolean keepAlive) {
            super(Http1.this.server, Http1.this.connection, context.channel().eventLoop());
            this.context = context;
            this.keepAlive = keepAlive;
        }

        @Override
        void write(ByteBuf content) {
            current = null;
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(reply.status()), content);
            head(response.headers(), content.readableBytes());
            var written = context.writeAndFlush(response).addListener(this);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            } else if (!waiting.isEmpty()) {
                start(context, waiting.poll());
            }
        }

        @Override
        void writePart(int length, ByteBuf content) {
            var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(reply.status()));
            head(response.headers(), length);
            context.write(response);
            context.writeAndFlush(new DefaultHttpContent(content));
        }

        @Override
        void breakOff() {
            context.close();
        }

        private void head(HttpHeaders headers, int length) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, length);
            if (reply.header() != null) {
                headers.set(reply.header(), reply.value());
            }
            if (!keepAlive) {
                headers.set(HttpHeaderNames.CONNECTION, "close");
            }
        }
    }
}
