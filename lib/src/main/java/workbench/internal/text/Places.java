package workbench.internal.text;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The one way from a URL to a path: a space, {@code #}, {@code %}, {@code +} or é survives it. */
public final class Places {

    private Places() {}

    /**
     * The jar or the folder of classes that a class was loaded from.
     *
     * @throws IllegalStateException if it was loaded from nowhere, as a class made in memory is
     */
    public static Path of(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException(type.getName() + " stands in no jar and no folder.");
        }
        return of(source.getLocation());
    }

    /** The path that a file's URL names, whether or not the URL was encoded as it should be. */
    public static Path of(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException | IllegalArgumentException notEncoded) {
            return Path.of(url.getFile());
        }
    }
}
