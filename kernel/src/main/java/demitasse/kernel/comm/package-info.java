/**
 * Lines between cells and code in the front end, widgets for example. {@link
 * demitasse.kernel.comm.Comms} keeps those that are open and passes on what comes and goes. Cells
 * see them as {@link demitasse.kernel.api.Comm}.
 */
package demitasse.kernel.comm;
