/**
 * Draws: charts, timelines and tables, with the one theme of all pictures.
 *
 * <p>It knows what is drawn ({@code Results}, {@code Guess}, {@code Timeline} of {@code workbench})
 * and the words of {@code internal.text}. {@code workbench} calls it, cells do not. Nothing here
 * knows of a notebook: what shows a picture is {@code internal.kernel}.
 */
package workbench.internal.drawing;
