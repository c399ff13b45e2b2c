/**
 * Speaks with the notebook's kernel: shows things below a cell, runs code that has to be stoppable,
 * counts threads, keeps what is solved, and starts JJava.
 *
 * <p>{@code workbench}, {@code workbench.checks} and {@code internal.server} call it, cells do not.
 * It uses {@code internal.drawing} for what it shows and {@code internal.text} for its words.
 */
package workbench.internal.kernel;
