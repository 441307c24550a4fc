/**
 * How the process ends. {@link demitasse.kernel.process.ParentWatch} sees the server die, {@link
 * demitasse.kernel.process.ProcessEnd} sees to it that nothing of the user's holds the end up. Each
 * stands alone.
 */
package demitasse.kernel.process;
