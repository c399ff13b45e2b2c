/** The helper jar behind the notebooks: what would distract from a lesson stands here. */
package workbench;
