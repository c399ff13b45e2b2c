package workbench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SilentServerTest {

    @Test
    void saysNothingAndClosesItsConnections() throws Exception {
        var server = new SilentServer();
        var socket = server.socket();
        var channel = server.channel();
        socket.setSoTimeout(50);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        assertTrue(channel.isOpen());
        server.close();
        server.close();
        assertTrue(socket.isClosed());
        assertFalse(channel.isOpen());
        assertThrows(IOException.class, server::socket);
    }
}
