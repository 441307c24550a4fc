/**
 * How the process ends. {@link demitasse.kernel.process.ParentWatch} sees the server die, {@link
 * demitasse.kernel.process.ProcessEnd} lets nothing of the user's delay the end, and {@link
 * demitasse.kernel.process.FullHeap} keeps the kernel able to receive a shutdown. Each stands
 * alone.
 */
package demitasse.kernel.process;
