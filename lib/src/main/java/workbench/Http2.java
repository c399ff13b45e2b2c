package workbench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.Locale;

/** One HTTP/2 connection: a stream for each request, answered as they become due. */
final class Http2 extends Http2ConnectionHandler {
    private final LocalServer server;
    private final Tally.Connection from;
    private final Http2Connection.PropertyKey key = connection().newKey();
    private boolean flushDue;

    private Http2(LocalServer server, Tally.Connection from, Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(decoder, encoder, settings);
        this.server = server;
        this.from = from;
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                Exchange exchange = stream.getProperty(key);
                if (exchange != null) {
                    exchange.gone();
                }
            }
        });
    }

    static Http2 connection(LocalServer server, Tally.Connection from) {
        return new Builder(server, from).build();
    }

    private static final class Builder
            extends AbstractHttp2ConnectionHandlerBuilder<Http2, Builder> {
        private final LocalServer server;
        private final Tally.Connection from;

        Builder(LocalServer server, Tally.Connection from) {
            this.server = server;
            this.from = from;
            var connection = new DefaultHttp2Connection(true);
            connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection,
                    new UniformStreamByteDistributor(connection)));
            connection(connection);
            initialSettings(new Http2Settings().maxConcurrentStreams(LocalServer.MOST_STREAMS));
            frameListener(new Http2FrameAdapter());
            validateHeaders(false);
            gracefulShutdownTimeoutMillis(0);
            // Guards against strangers; here the clients are the reader's own, who may well give
            // up thousands of calls at once.
            decoderEnforceMaxRstFramesPerWindow(0, 0);
            encoderEnforceMaxRstFramesPerWindow(0, 0);
            encoderEnforceMaxQueuedControlFrames(0);
        }

        @Override
        public Http2 build() {
            return super.build();
        }

        @Override
        protected Http2 build(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder,
                Http2Settings settings) {
            var handler = new Http2(server, from, decoder, encoder, settings);
            decoder.frameListener(handler.new Frames());
            return handler;
        }
    }

    private void start(ChannelHandlerContext context, int stream, CharSequence method,
            CharSequence path) {
        var exchange = new Http2Exchange(context, stream);
        connection().stream(stream).setProperty(key, exchange);
        server.received(exchange, String.valueOf(method), String.valueOf(path));
    }

    /** The request that came with an upgrade from HTTP/1.1 is stream 1. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event)
            throws Exception {
        if (event instanceof UpgradeEvent upgrade) {
            var request = upgrade.upgradeRequest();
            start(context, 1, request.method().name(), request.uri());
        }
        super.userEventTriggered(context, event);
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(ChannelHandlerContext context, int stream,
                Http2Headers headers, int streamDependency, short weight, boolean exclusive,
                int padding, boolean endOfStream) {
            onHeadersRead(context, stream, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext context, int stream,
                Http2Headers headers, int padding, boolean endOfStream) {
            if (connection().stream(stream).getProperty(key) == null) {
                start(context, stream, headers.method(), headers.path());
            }
        }
    }

    private final class Http2Exchange extends Exchange {
        private final ChannelHandlerContext context;
        private final int stream;

        Http2Exchange(ChannelHandlerContext context, int stream) {
            super(Http2.this.server, Http2.this.from, context.channel().eventLoop());
            this.context = context;
            this.stream = stream;
        }

        @Override
        void write(ByteBuf content) {
            head(content.readableBytes());
            encoder().writeData(context, stream, content, 0, true, context.newPromise())
                    .addListener(this);
            flushSoon();
        }

        @Override
        void writePart(int length, ByteBuf content) {
            head(length);
            encoder().writeData(context, stream, content, 0, false, context.newPromise());
            flush(context);
        }

        @Override
        void breakOff() {
            resetStream(context, stream, Http2Error.INTERNAL_ERROR.code(),
                    context.newPromise());
            flush(context);
        }

        private void head(int length) {
            var headers = new DefaultHttp2Headers(false)
                    .status(Integer.toString(reply.status()))
                    .add("content-type", reply.contentType())
                    .add("content-length", Integer.toString(length));
            if (reply.header() != null) {
                headers.add(reply.header().toLowerCase(Locale.ROOT), reply.value());
            }
            encoder().writeHeaders(context, stream, headers, 0, false, context.newPromise());
        }

        /** All answers that are due now leave in one write, after the last of them. */
        private void flushSoon() {
            if (!flushDue) {
                flushDue = true;
                loop.execute(() -> {
                    flushDue = false;
                    flush(context);
                });
            }
        }
    }
}
