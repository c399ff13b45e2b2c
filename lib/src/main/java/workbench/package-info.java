/**
 * The helper jar behind the notebooks: what would distract from a lesson stands here.
 *
 * <p>This package holds what the cells of the notebooks name, and nothing else. {@code
 * workbench.checks} holds the checks of the exercises. All other code lives in {@code
 * workbench.internal}, in six rooms: cluster, drawing, kernel, program, server and text. A cell
 * never names those. No two files depend on each other in a circle; a test holds that.
 */
package workbench;
