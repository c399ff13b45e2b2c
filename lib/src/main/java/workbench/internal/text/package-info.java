/**
 * Words: numbers, times and lists as text, differences between two values, reasons of failures,
 * what texts of the JDK and of other tools say; and {@code Places}, paths of URLs.
 *
 * <p>Everything else in the jar may call it; it calls nothing of the jar.
 */
package workbench.internal.text;
