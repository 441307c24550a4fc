/**
 * The debugger. {@link demitasse.kernel.debug.Debugger} is the table of the requests that a front
 * end sends. Once it is started, {@link demitasse.kernel.debug.DebugCode} puts calls of {@link
 * demitasse.kernel.debug.Hooks} into the code of cells; {@code Pauses} decides there whether a
 * thread stops, and holds it. {@code Expressions} and {@code Variables} look into a thread that
 * stands; {@code Names} finds what code can name there. Without a debugger nothing of this is in
 * the code of a cell; no port is ever opened.
 */
package demitasse.kernel.debug;
