/**
 * Where libraries come from and which of them a session sees. {@link
 * demitasse.kernel.classpath.MavenResolver} finds them, {@link
 * demitasse.kernel.classpath.LibraryPath} decides between two versions of one, and {@link
 * demitasse.kernel.classpath.CompilerFiles} shows the compiler what is in them. Read them in this
 * order.
 */
package demitasse.kernel.classpath;
