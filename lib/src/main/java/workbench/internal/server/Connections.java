package workbench.internal.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/**
 * Sets up each new connection for what its client speaks: HTTP/1.1, or cleartext HTTP/2 by prior
 * knowledge or by upgrade.
 */
final class Connections extends ChannelInitializer<Channel> {
    private static final int MOST_STREAMS = 1_000_000;

    /** Name of the handler that, with HTTP/2 too, closes the connection where it fails. */
    private static final String LAST = "requests";

    private final Desk desk;
    private final ChannelGroup open;

    /**
     * @param open what each new connection joins
     */
    Connections(Desk desk, ChannelGroup open) {
        this.desk = desk;
        this.open = open;
    }

    @Override
    protected void initChannel(Channel channel) {
        open.add(channel);
        desk.tally().opened();
        channel.closeFuture().addListener(_ -> desk.tally().closed());
        var connection = new Tally.Connection();
        var http1 = new HttpServerCodec();
        // Whoever starts with HTTP/1.1 either upgrades at once or stays: the last argument.
        var upgrade =
                new HttpServerUpgradeHandler(
                        http1,
                        protocol -> upgrade(protocol, connection),
                        0,
                        DefaultHttpHeadersFactory.headersFactory(),
                        DefaultHttpHeadersFactory.trailersFactory(),
                        true);
        var priorKnowledge =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel known) {
                        known.pipeline()
                                .addBefore(LAST, null, frames())
                                .addBefore(LAST, null, new Together())
                                .addBefore(LAST, null, streams(connection));
                    }
                };
        channel.pipeline()
                .addLast(new CleartextHttp2ServerUpgradeHandler(http1, upgrade, priorKnowledge))
                .addLast(LAST, new Requests(desk, connection));
    }

    private Http2ServerUpgradeCodec upgrade(CharSequence protocol, Tally.Connection connection) {
        return AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                ? new Http2ServerUpgradeCodec(frames(), new Together(), streams(connection))
                : null;
    }

    private static Http2FrameCodec frames() {
        return new Frames()
                .validateHeaders(false)
                .initialSettings(new Http2Settings().maxConcurrentStreams(MOST_STREAMS))
                .gracefulShutdownTimeoutMillis(0)
                // Guards against strangers; here the clients are the reader's own, who may well
                // give up thousands of calls at once.
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .encoderEnforceMaxRstFramesPerWindow(0, 0)
                .encoderEnforceMaxQueuedControlFrames(0)
                .build();
    }

    /** All streams count alike: to weigh them up costs time, and nobody here gives them weights. */
    private static final class Frames extends Http2FrameCodecBuilder {
        Frames() {
            var connection = new DefaultHttp2Connection(true);
            connection
                    .remote()
                    .flowController(
                            new DefaultHttp2RemoteFlowController(
                                    connection, new UniformStreamByteDistributor(connection)));
            connection(connection);
        }
    }

    /**
     * All answers that are due now leave in one write, after the last of them. Netty's
     * FlushConsolidationHandler would not do: it also writes once much has gathered, which can be
     * in the middle of a frame of headers, and then puts frames of content there.
     */
    private static final class Together extends ChannelOutboundHandlerAdapter {
        private boolean due;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (!due) {
                due = true;
                context.executor().execute(() -> flushNow(context));
            }
        }

        private void flushNow(ChannelHandlerContext context) {
            due = false;
            context.flush();
        }
    }

    /** Each stream is a channel of its own, on which a request looks like one of HTTP/1.1. */
    private Http2MultiplexHandler streams(Tally.Connection connection) {
        return new Http2MultiplexHandler(
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline()
                                .addLast(
                                        new Http2StreamFrameToHttpObjectCodec(true, false),
                                        new Requests(desk, connection));
                    }
                });
    }
}
