/**
 * The servers behind the local services: {@code LocalServer} in this JVM, {@code ServerProcess} in
 * one of its own, {@code Remote} for one that is far away; {@code Kind} says which services there
 * are, and {@code Opened} knows all that are open. Netty is named here and nowhere else.
 *
 * <p>The services of {@code workbench} call it, cells do not. Of {@code workbench} it uses the
 * record {@code Counters} alone; {@code internal.program} runs the JVM, {@code internal.kernel}
 * knows which services the notebook's variables hold.
 */
package workbench.internal.server;
