/**
 * What {@code workbench.Program} is made of: finding a tool, compiling, running a process within
 * bounds, and leaving nothing behind. Only {@code Program} calls what is here.
 */
package workbench.internal.program;
