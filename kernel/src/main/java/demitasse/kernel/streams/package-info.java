/**
 * Where a cell's output goes and its input comes from. {@link demitasse.kernel.streams.CellStreams}
 * are Java's three streams, {@link demitasse.kernel.streams.NativeOutput} catches what is printed
 * past them, and {@link demitasse.kernel.streams.ScannerSource} lets a scanner live on after a
 * stop. {@link demitasse.kernel.streams.Screen} finds out whether windows can open.
 */
package demitasse.kernel.streams;
