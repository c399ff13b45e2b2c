/**
 * The checks of the exercises: a class for each notebook, a constant for each exercise.
 *
 * <p>{@code Exercises.check("02.1")} in a cell finds the exercise in {@link
 * workbench.checks.Catalogue}, the reader's method in the notebook, and hands it to the check. A
 * check judges by evidence that tasks overlap, never by the clock. Only {@code workbench.Exercises}
 * calls this package. The unit tests beside it hold each check against right and wrong solutions.
 */
package workbench.checks;
