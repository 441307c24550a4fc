/**
 * Runs what JShell has compiled, in this very VM, so that it can be stopped. {@link
 * demitasse.kernel.execution.CellExecution} is what JShell calls; {@link
 * demitasse.kernel.execution.CellClassLoader} defines the classes, after {@code CellCode} has put
 * the calls of {@link demitasse.kernel.execution.StopCheck} and {@link
 * demitasse.kernel.execution.StackTraces} into them. {@link demitasse.kernel.execution.Stopper}
 * stops a cell, on all its threads.
 */
package demitasse.kernel.execution;
