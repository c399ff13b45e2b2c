package workbench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server on the loopback interface that takes a few connections and never says anything: whoever
 * reads from one waits. To close it closes all of them. Thread-safe.
 */
public final class SilentServer implements AutoCloseable {

    private static final int CONNECTIONS = 50;

    private final ServerSocket server;
    private final Collection<Closeable> clients = new ConcurrentLinkedQueue<>();

    /**
     * Listens on a free port.
     *
     * @throws IOException if it cannot
     */
    public SilentServer() throws IOException {
        // Nobody ever accepts: the operating system takes that many connections by itself.
        server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
    }

    /**
     * A new connection to it, as a socket.
     *
     * @throws IOException if there can be none
     */
    public Socket socket() throws IOException {
        var socket = new Socket(server.getInetAddress(), server.getLocalPort());
        clients.add(socket);
        return socket;
    }

    /**
     * A new connection to it, as a channel.
     *
     * @throws IOException if there can be none
     */
    public SocketChannel channel() throws IOException {
        var channel = SocketChannel.open(server.getLocalSocketAddress());
        clients.add(channel);
        return channel;
    }

    /** Closes the server and its connections; nothing the second time. */
    @Override
    public void close() throws IOException {
        server.close();
        for (var client : clients) {
            client.close();
        }
    }
}
