package workbench.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbench.internal.text.Text;

/**
 * This JVM's connection to a cluster. It has a class loader of its own for Hazelcast and for the
 * code that the members have too, so that neither need be on this JVM's class path. Thread-safe.
 */
public final class Client {
    private final URLClassLoader loader;
    private final Object hazelcast;

    /**
     * Connects.
     *
     * @param cluster its name
     * @param classPath Hazelcast, and the code that the members have too
     * @throws IllegalStateException if that fails
     */
    public Client(String cluster, List<Path> classPath, Collection<Integer> ports) {
        loader =
                new URLClassLoader(
                        classPath.stream().map(Client::url).toArray(URL[]::new),
                        Client.class.getClassLoader());
        var members =
                String.join(
                        ", ", ports.stream().map(port -> "\"127.0.0.1:" + port + "\"").toList());
        var text = configuration(cluster, members).getBytes(UTF_8);
        hazelcast =
                withLoader(() -> {
                    var builder =
                            loader.loadClass("com.hazelcast.client.config.YamlClientConfigBuilder")
                                    .getConstructor(InputStream.class)
                                    .newInstance(new ByteArrayInputStream(text));
                    var config = call(builder, "build");
                    call(config, "setClassLoader", loader);
                    return loader.loadClass("com.hazelcast.client.HazelcastClient")
                            .getMethod("newHazelcastClient", config.getClass())
                            .invoke(null, config);
                });
        map("first").clear(); // Only when somebody asks do the members share out the data.
    }

    private static String configuration(String cluster, String members) {
        return """
        hazelcast-client:
          cluster-name: %s
          properties:
            hazelcast.logging.type: none
            hazelcast.client.statistics.enabled: false
            hazelcast.client.event.thread.count: 1
            hazelcast.client.internal.executor.pool.size: 2
          metrics:
            enabled: false
          network:
            cluster-members: [%s]
          connection-strategy:
            connection-retry:
              cluster-connect-timeout-millis: 20000
        """
                .formatted(cluster, members);
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private <T> T withLoader(Callable<T> work) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "The cluster cannot be reached: " + e.getCause().getMessage(), e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The cluster cannot be reached (" + e + "): run lib/setup, and try again.", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Calls the public method of this name that takes as many arguments. */
    private static Object call(Object target, String name, Object... arguments)
            throws ReflectiveOperationException {
        for (var type : Arrays.asList(target.getClass(), target.getClass().getSuperclass())) {
            for (var method : type.getMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == arguments.length
                        && fits(method.getParameterTypes(), arguments)) {
                    method.setAccessible(true);
                    return method.invoke(target, arguments);
                }
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static boolean fits(Class<?>[] types, Object[] arguments) {
        for (int i = 0; i < types.length; i++) {
            if (!types[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    /** Hazelcast's own executor of this name. */
    public ExecutorService executor(String name) {
        return (ExecutorService) withLoader(() -> call(hazelcast, "getExecutorService", name));
    }

    /** Hazelcast's own map of this name. */
    @SuppressWarnings("unchecked")
    public <K, V> ConcurrentMap<K, V> map(String name) {
        return (ConcurrentMap<K, V>) withLoader(() -> call(hazelcast, "getMap", name));
    }

    /** Whether this is what the client throws when a member that it speaks with dies. */
    public static boolean isOfADeath(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(e -> e.getClass().getSimpleName().equals("TargetDisconnectedException"));
    }

    /** Hands a task to the member at this port. */
    @SuppressWarnings("unchecked")
    <T> CompletionStage<T> submitTo(ExecutorService executor, Callable<T> task, int port) {
        return (CompletionStage<T>)
                withLoader(() -> {
                    for (var member : members()) {
                        var address = call(member, "getAddress");
                        if (call(address, "getPort").equals(port)) {
                            return call(executor, "submitToMember", task, member);
                        }
                    }
                    throw new IllegalStateException("There is no member at port " + port + ".");
                });
    }

    private Collection<?> members() throws ReflectiveOperationException {
        return (Collection<?>) call(call(hazelcast, "getCluster"), "getMembers");
    }

    /** Whether the client knows of so many members, and each of them owns its share of the data. */
    public boolean isWhole(int count) {
        return withLoader(() -> {
            if (members().size() != count) {
                return false;
            }
            var owned = new HashMap<Object, Integer>();
            var service = call(hazelcast, "getPartitionService");
            var partitions = (Collection<?>) call(service, "getPartitions");
            for (var partition : partitions) {
                owned.merge("" + call(partition, "getOwner"), 1, Integer::sum);
            }
            return owned.size() == count
                    && Collections.min(owned.values()) >= partitions.size() / count;
        });
    }

    /**
     * A new object of a class that the members have too.
     *
     * @throws IllegalArgumentException if there is no such class, or no constructor that takes
     *     these
     */
    public Object make(String type, Object... arguments) {
        try {
            for (var constructor : loader.loadClass(type).getDeclaredConstructors()) {
                if (constructor.getParameterCount() == arguments.length) {
                    constructor.setAccessible(true);
                    return made(constructor, arguments);
                }
            }
            throw new IllegalArgumentException(
                    type
                            + " has no constructor for "
                            + Text.count(arguments.length, "argument")
                            + ".");
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "The program of the members has no class " + type + ": is it mistyped?", e);
        }
    }

    private static Object made(Constructor<?> constructor, Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    constructor.getDeclaringClass().getSimpleName()
                            + " refuses this: "
                            + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            var takes =
                    Arrays.stream(constructor.getParameterTypes())
                            .map(Class::getSimpleName)
                            .collect(Collectors.joining(", ", "(", ")"));
            throw new IllegalArgumentException(
                    constructor.getDeclaringClass().getSimpleName()
                            + takes
                            + " cannot be made of "
                            + Arrays.toString(arguments)
                            + ".",
                    e);
        }
    }

    /** Disconnects; no thread of it is left. */
    public void close() {
        withLoader(() -> call(hazelcast, "shutdown"));
        try {
            loader.close();
        } catch (java.io.IOException e) {
            // It is not used any more.
        }
    }
}
