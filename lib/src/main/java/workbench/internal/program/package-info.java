/**
 * Runs programs: finds a tool, compiles, runs a process within bounds ({@code Child}) or talks with
 * it by lines ({@code LineProcess}), and leaves nothing behind. {@code Libraries} are the jars that
 * only such a program asks for.
 *
 * <p>{@code workbench} calls it, above all {@code Program}, and so do the rooms that have a JVM of
 * their own, {@code internal.server} and {@code internal.cluster}; cells do not.
 */
package workbench.internal.program;
