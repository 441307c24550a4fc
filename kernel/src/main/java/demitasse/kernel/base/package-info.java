/**
 * What every room needs: JSON, the log, threads of the kernel's own, how full the heap is, and why
 * a cell failed. {@link demitasse.kernel.base.Failure} is that in the protocol's terms; {@link
 * demitasse.kernel.base.CellStopped} and {@link demitasse.kernel.base.CellExit} end the code of a
 * cell. The classes stand alone and can be read in any order.
 */
package demitasse.kernel.base;
