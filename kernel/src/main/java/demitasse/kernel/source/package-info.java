/**
 * What can be told of Java source before it is compiled. {@link demitasse.kernel.source.JavaParser}
 * asks the compiler's parser; {@link demitasse.kernel.source.JavaText} tells code from comments and
 * literals where the source may not be whole.
 */
package demitasse.kernel.source;
