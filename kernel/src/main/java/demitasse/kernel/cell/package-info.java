/**
 * What a cell can call without an import. {@link demitasse.kernel.cell.Cells} has the functions,
 * IJava's and a few more, and hands each call to the {@link demitasse.kernel.api.Notebook}. {@code
 * Typed} tells a value from the type to show it in.
 */
package demitasse.kernel.cell;
