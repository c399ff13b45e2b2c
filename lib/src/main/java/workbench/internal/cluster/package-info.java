/**
 * The cluster behind {@link workbench.Cluster}: {@code Member} is a JVM of it, {@code Client} this
 * JVM's end of the line, {@code WatchedExecutor} notes which member did what. Hazelcast is not on
 * this JVM's class path: {@code Client} loads it, and nothing else here names its classes.
 *
 * <p>Only {@code Cluster} calls what is here. Of {@code workbench} it uses {@code Timeline} alone.
 */
package workbench.internal.cluster;
