/**
 * How the process ends. {@link demitasse.kernel.process.ParentWatch} sees the server die, {@link
 * demitasse.kernel.process.ProcessEnd} sees to it that nothing of the user's holds the end up, and
 * {@link demitasse.kernel.process.FullHeap} that the kernel can still hear of it. Each stands
 * alone.
 */
package demitasse.kernel.process;
