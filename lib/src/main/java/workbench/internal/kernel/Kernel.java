package workbench.internal.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The notebook kernel that this code runs in, found by reflection so that the jar needs neither:
 * JJava, or IJava, whose display both have the same shape.
 */
public final class Kernel {

    private static final Optional<Kernel> RUNNING = find();

    private final String name;
    private final Object kernel;
    private final Class<?> dataType;
    private final Method display;

    private Kernel(String name, Object kernel) throws ReflectiveOperationException {
        this.name = name;
        this.kernel = kernel;
        dataType =
                Class.forName(
                        kernel.getClass().getSuperclass().getPackageName() + ".display.DisplayData",
                        false,
                        kernel.getClass().getClassLoader());
        display = kernel.getClass().getMethod("display", dataType);
    }

    /** The kernel; empty where there is none, such as in a unit test. */
    public static Optional<Kernel> running() {
        return RUNNING;
    }

    private static Optional<Kernel> find() {
        try {
            var owner = load("org.dflib.jjava.jupyter.kernel.BaseKernel");
            if (owner != null) {
                var kernel = owner.getMethod("notebookKernel").invoke(null);
                var version = kernel == null ? null : owner.getMethod("getVersion").invoke(kernel);
                return kernel == null
                        ? Optional.empty()
                        : Optional.of(new Kernel("JJava " + version, kernel));
            }
            owner = load("io.github.spencerpark.ijava.IJava");
            if (owner != null) {
                var kernel = owner.getMethod("getKernelInstance").invoke(null);
                var version = owner.getField("VERSION").get(null);
                return kernel == null
                        ? Optional.empty()
                        : Optional.of(new Kernel("IJava " + version, kernel));
            }
            return Optional.empty();
        } catch (ReflectiveOperationException otherVersion) {
            // A kernel with another API than the two known: everything is shown as text.
            return Optional.empty();
        }
    }

    private static Class<?> load(String name) {
        for (var loader :
                new ClassLoader[] {
                    Kernel.class.getClassLoader(),
                    Thread.currentThread().getContextClassLoader(),
                    ClassLoader.getSystemClassLoader()
                }) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException notThere) {
                // The next loader may know it.
            }
        }
        return null;
    }

    /** The kernel itself, of a class that the jar does not know. */
    Object kernel() {
        return kernel;
    }

    /** The kernel's name and version. */
    public String name() {
        return name;
    }

    /**
     * Shows one thing in several forms, of which the viewer takes the best that it can show.
     *
     * @param forms by MIME type: the text, or the Base64 of a picture's bytes
     * @param metadata by MIME type
     * @param id under which {@link #update} finds it again, or null
     * @return whether a cell was there to show it in
     */
    boolean display(
            Map<String, String> forms, Map<String, Map<String, Object>> metadata, String id) {
        var data =
                call(() -> {
                    var made = dataType.getConstructor().newInstance();
                    var putData = dataType.getMethod("putData", String.class, Object.class);
                    for (var form : forms.entrySet()) {
                        putData.invoke(made, form.getKey(), form.getValue());
                    }
                    var putMetaData = dataType.getMethod("putMetaData", String.class, Object.class);
                    for (var entry : metadata.entrySet()) {
                        // A plain map: the kernels' JSON writer reflects on any other.
                        putMetaData.invoke(made, entry.getKey(), new TreeMap<>(entry.getValue()));
                    }
                    if (id != null) {
                        dataType.getMethod("setDisplayId", String.class).invoke(made, id);
                    }
                    return made;
                });
        return call(() -> {
            if (!isAttached()) {
                return false;
            }
            display.invoke(kernel, data);
            return true;
        });
    }

    /** Shows a text in place of what was shown under this id. */
    boolean update(String id, String text) {
        return call(() -> {
            if (!isAttached()) {
                return false;
            }
            var stream = stream();
            var data = dataType.getConstructor(String.class).newInstance(text);
            stream.getClass()
                    .getMethod("updateDisplay", String.class, dataType)
                    .invoke(stream, id, data);
            return true;
        });
    }

    private boolean isAttached() throws ReflectiveOperationException {
        var stream = stream();
        return (boolean) stream.getClass().getMethod("isAttached").invoke(stream);
    }

    private Object stream() throws ReflectiveOperationException {
        var io = kernel.getClass().getMethod("getIO").invoke(kernel);
        return io.getClass().getField("display").get(io);
    }

    private interface Step<T> {
        T run() throws ReflectiveOperationException;
    }

    private static <T> T call(Step<T> step) {
        try {
            return step.run();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "The kernel could not show this: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This kernel's display is not one that is known: " + e, e);
        }
    }
}
