/**
 * The source of cells, before it is compiled. {@link demitasse.kernel.source.MagicSyntax} turns
 * magics into Java, {@link demitasse.kernel.source.SnippetSplitter} cuts a cell into the pieces
 * that JShell takes, and {@link demitasse.kernel.source.CellPlaces} knows where each of them stood;
 * {@link demitasse.kernel.source.CodeLines} finds the lines that a breakpoint can stand on. {@link
 * demitasse.kernel.source.JavaParser} asks the compiler's parser; {@link
 * demitasse.kernel.source.JavaText} tells code from comments and literals where the source may not
 * be whole.
 */
package demitasse.kernel.source;
