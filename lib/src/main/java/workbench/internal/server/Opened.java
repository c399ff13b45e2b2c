package workbench.internal.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import workbench.internal.kernel.Declared;

/**
 * A service's backend: open, or at rest until it is used again, or closed for good. All that are
 * open are known here, so that none is forgotten. Thread-safe.
 */
public final class Opened {
    private static final Set<Opened> OPEN = ConcurrentHashMap.newKeySet();

    private final Supplier<Backend> open;
    private final Optional<String> variable;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Backend backend; // null at rest; guarded by this, as is all below
    private boolean closed;
    private String base;

    /**
     * Opens it. What the same variable of the notebook held before goes to rest: its cell is run
     * again, and would leave a server behind each time.
     *
     * @param service the class of what a variable holds
     */
    public Opened(Class<?> service, Supplier<Backend> open) {
        this.open = open;
        variable = Declared.variable(service);
        if (variable.isPresent()) {
            OPEN.stream().filter(other -> other.variable.equals(variable)).forEach(Opened::rest);
        }
        backend();
    }

    /** Puts all to rest that are open. */
    public static void restAll() {
        OPEN.forEach(Opened::rest);
    }

    private synchronized void rest() {
        if (OPEN.remove(this)) {
            backend.close();
            backend = null;
        }
    }

    /**
     * Opens it anew where it is at rest.
     *
     * @throws IllegalStateException where it is closed for good
     */
    public synchronized Backend backend() {
        if (closed) {
            throw new IllegalStateException("This service was closed: open a new one.");
        }
        if (backend == null) {
            backend = open.get();
            base = backend.base();
            OPEN.add(this);
            settings.values().forEach(backend::command);
        }
        return backend;
    }

    /** Gives a setting its value, in the backend and in each that is opened anew. */
    public synchronized void set(String setting, Object value) {
        var command = setting + " " + value;
        backend().command(command);
        settings.put(setting, command);
    }

    /** Gives a command that takes back each setting whose name begins like this. */
    public synchronized void unset(String beginning, String command) {
        backend().command(command);
        settings.keySet().removeIf(setting -> setting.startsWith(beginning));
    }

    /** Its address; where it is closed for good, the one that it had. */
    public synchronized String base() {
        return closed ? base : backend().base();
    }

    /** Closes it for good. */
    public synchronized void close() {
        rest();
        closed = true;
    }
}
