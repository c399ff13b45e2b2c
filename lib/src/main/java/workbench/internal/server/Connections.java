package workbench.internal.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.util.AsciiString;

/**
 * Sets up each new connection for what its client speaks: HTTP/1.1, or cleartext HTTP/2 by prior
 * knowledge or by upgrade.
 */
final class Connections extends ChannelInitializer<Channel> {
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
                        known.pipeline().addBefore(LAST, null, Streams.of(desk, connection));
                    }
                };
        channel.pipeline()
                .addLast(new CleartextHttp2ServerUpgradeHandler(http1, upgrade, priorKnowledge))
                .addLast(LAST, new Requests(desk, connection));
    }

    private Http2ServerUpgradeCodec upgrade(CharSequence protocol, Tally.Connection connection) {
        return AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                ? new Http2ServerUpgradeCodec(Streams.of(desk, connection))
                : null;
    }
}
