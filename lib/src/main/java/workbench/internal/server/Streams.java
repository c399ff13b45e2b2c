package workbench.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
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

/**
 * The requests of an HTTP/2 connection, a stream for each, answered as they become due. Netty's
 * channel for each stream takes about twice the CPU time per request.
 */
final class Streams extends Http2ConnectionHandler {
    private static final int MOST_STREAMS = 1_000_000;

    private final Desk desk;
    private final Tally.Connection from;
    private final Http2Connection.PropertyKey key = connection().newKey();
    private boolean flushDue;

    private Streams(
            Desk desk,
            Tally.Connection from,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.desk = desk;
        this.from = from;
        decoder.frameListener(new Frames());
        connection()
                .addListener(
                        new Http2ConnectionAdapter() {
                            @Override
                            public void onStreamClosed(Http2Stream stream) {
                                Exchange exchange = stream.getProperty(key);
                                if (exchange != null) {
                                    exchange.abandon();
                                }
                            }
                        });
    }

    static Streams of(Desk desk, Tally.Connection from) {
        return new Builder(desk, from).build();
    }

    private static final class Builder
            extends AbstractHttp2ConnectionHandlerBuilder<Streams, Builder> {
        private final Desk desk;
        private final Tally.Connection from;

        Builder(Desk desk, Tally.Connection from) {
            this.desk = desk;
            this.from = from;
            var connection = new DefaultHttp2Connection(true);
            // All streams count alike: to weigh them up costs time, and nobody here gives weights.
            connection
                    .remote()
                    .flowController(
                            new DefaultHttp2RemoteFlowController(
                                    connection, new UniformStreamByteDistributor(connection)));
            connection(connection);
            initialSettings(new Http2Settings().maxConcurrentStreams(MOST_STREAMS));
            validateHeaders(false);
            gracefulShutdownTimeoutMillis(0);
            // Guards against strangers; here the clients are the reader's own, who may well give
            // up thousands of calls at once.
            decoderEnforceMaxRstFramesPerWindow(0, 0);
            encoderEnforceMaxRstFramesPerWindow(0, 0);
            encoderEnforceMaxQueuedControlFrames(0);
        }

        @Override
        public Streams build() {
            return super.build();
        }

        @Override
        protected Streams build(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings) {
            return new Streams(desk, from, decoder, encoder, settings);
        }
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream) {
            onHeadersRead(context, stream, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int padding,
                boolean endOfStream) {
            start(
                    context,
                    stream,
                    String.valueOf(headers.method()),
                    String.valueOf(headers.path()));
        }
    }

    /** The request that came with an upgrade from HTTP/1.1 is stream 1. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof UpgradeEvent upgrade) {
            var request = upgrade.upgradeRequest();
            start(context, 1, request.method().name(), request.uri());
        }
        super.userEventTriggered(context, event);
    }

    private void start(ChannelHandlerContext context, int id, String method, String target) {
        var stream = connection().stream(id);
        if (stream.getProperty(key) != null) {
            return; // what came are the trailers of a request
        }
        desk.tally().received(from);
        var exchange =
                new Exchange(
                        desk,
                        context.channel().eventLoop(),
                        desk.behaviour().plan(method, target),
                        new Answer(context, id));
        stream.setProperty(key, exchange);
        exchange.start();
    }

    private final class Answer implements Exchange.Wire {
        private final ChannelHandlerContext context;
        private final int stream;

        Answer(ChannelHandlerContext context, int stream) {
            this.context = context;
            this.stream = stream;
        }

        @Override
        public ChannelFuture write(Reply reply, ByteBuf content) {
            var written = write(reply, content.readableBytes(), content, true);
            flushSoon(context);
            return written;
        }

        @Override
        public void writePart(Reply reply, int length, ByteBuf part) {
            write(reply, length, part, false);
            flush(context); // now: a reset would drop what is not written yet
        }

        private ChannelFuture write(Reply reply, int length, ByteBuf content, boolean whole) {
            var headers =
                    new DefaultHttp2Headers(false)
                            .status(HttpResponseStatus.valueOf(reply.status()).codeAsText())
                            .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                            .setInt(HttpHeaderNames.CONTENT_LENGTH, length);
            if (reply.header() != null) {
                headers.set(reply.header().toLowerCase(Locale.ROOT), reply.value());
            }
            encoder().writeHeaders(context, stream, headers, 0, false, context.newPromise());
            return encoder().writeData(context, stream, content, 0, whole, context.newPromise());
        }

        @Override
        public void breakOff() {
            resetStream(context, stream, Http2Error.INTERNAL_ERROR.code(), context.newPromise());
            flush(context);
        }
    }

    /** All answers that are due now leave in one write, after the last of them. */
    private void flushSoon(ChannelHandlerContext context) {
        if (!flushDue) {
            flushDue = true;
            context.executor()
                    .execute(() -> {
                        flushDue = false;
                        flush(context);
                    });
        }
    }
}
