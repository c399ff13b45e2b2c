package workbench.internal.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Looks at a kernel's requests before the kernel does. JJava and IJava both hand each message to a
 * handler of its type, which can be replaced by one that calls it.
 *
 * <p>Found by reflection: in a kernel of another shape this throws, and nothing is changed.
 */
final class Requests {

    private final Object connection;
    private final Class<?> types;

    private Requests(Object connection) throws ReflectiveOperationException {
        this.connection = connection;
        types = type("messages.MessageType");
    }

    /** What is done before the kernel's own handler. */
    interface Step {
        /** Whether the kernel's own handler is to be called after this. */
        boolean takes(Object environment, Object message) throws ReflectiveOperationException;
    }

    /**
     * Those of a kernel in which a cell runs now.
     *
     * @throws ReflectiveOperationException if no cell runs, or if the kernel is of another shape
     */
    static Requests of(Object kernel) throws ReflectiveOperationException {
        var io = kernel.getClass().getMethod("getIO").invoke(kernel);
        return new Requests(held(held(held(held(io, "display"), "env"), "shell"), "connection"));
    }

    /** A class of the kernel's, by its name within the package of its protocol. */
    Class<?> type(String name) throws ClassNotFoundException {
        var own = connection.getClass();
        return own.getClassLoader().loadClass(own.getPackageName().replaceFirst("channels$", name));
    }

    /**
     * Has this done before each request of a type.
     *
     * @param type as the kernel's class MessageType names it, such as EXECUTE_REQUEST
     */
    void before(String type, Step step) throws ReflectiveOperationException {
        var key = types.getField(type).get(null);
        var handler = ((Map<?, ?>) held(connection, "handlers")).get(key);
        var shape = type("channels.ShellHandler");
        var both =
                Proxy.newProxyInstance(
                        shape.getClassLoader(),
                        new Class<?>[] {shape},
                        (proxy, method, arguments) -> {
                            try {
                                return !method.getName().equals("handle")
                                                || step.takes(arguments[0], arguments[1])
                                        ? method.invoke(handler, arguments)
                                        : null;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
        connection.getClass().getMethod("setHandler", types, shape).invoke(connection, key, both);
    }

    /** What a field holds, be it private or of a superclass. */
    static Object held(Object owner, String name) throws ReflectiveOperationException {
        if (owner == null) {
            throw new NoSuchFieldException(name + " of nothing");
        }
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(owner);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
