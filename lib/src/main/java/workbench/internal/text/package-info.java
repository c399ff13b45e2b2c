/**
 * Words: numbers, times and lists as text, differences between two values, reasons of failures.
 *
 * <p>Everything else in the jar may call it; it calls nothing of the jar.
 */
package workbench.internal.text;
