package workbench.internal.server;

import java.net.URI;
import java.util.List;

/**
 * A service somewhere else, which has no controls.
 *
 * @param variable the environment variable that holds its address
 */
public record Remote(String base, String variable) implements Backend {
    /**
     * The service at an address, with spaces around it and slashes at its end taken away.
     *
     * @param variable the environment variable that held it, to be named when it is wrong
     * @throws IllegalArgumentException where it is no http(s) address, or has a query or fragment:
     *     the path of a request could not be put behind it
     */
    public static Remote at(String address, String variable) {
        if (!isBase(address.strip())) {
            throw new IllegalArgumentException(
                    variable
                            + " is \""
                            + address
                            + "\": it must be an"
                            + " address such as https://example.org, with no \"?\" or \"#\" in it, or not"
                            + " be set.");
        }
        return new Remote(address.strip().replaceFirst("/+$", ""), variable);
    }

    private static boolean isBase(String address) {
        try {
            var uri = URI.create(address);
            // The host of a URI has no "_", but real ones have: OkHttp looks more closely later.
            return uri.getRawAuthority() != null
                    && List.of("http", "https").contains(uri.getScheme())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String command(String line) {
        throw new UnsupportedOperationException(
                "Only a local service can be told how to"
                        + " behave: unset "
                        + variable
                        + " where you started JupyterLab, and start that"
                        + " again.");
    }

    @Override
    public void close() {}
}
