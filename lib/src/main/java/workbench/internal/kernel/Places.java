package workbench.internal.kernel;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Where things are on this machine: the one place where a URL becomes a path. */
public final class Places {
    private Places() {}

    /** The jar or folder that a class was loaded from. */
    public static Path of(Class<?> loaded) {
        return of(loaded.getProtectionDomain().getCodeSource().getLocation());
    }

    /**
     * The path that a URL names. {@link URL#getPath} would not do: there, a space is %20.
     *
     * @throws IllegalArgumentException where it names no file
     */
    public static Path of(URL file) {
        try {
            return Path.of(file.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
