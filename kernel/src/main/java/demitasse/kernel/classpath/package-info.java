/**
 * Where libraries come from and which of them a session sees. {@link
 * demitasse.kernel.classpath.MavenResolver} finds them, {@link
 * demitasse.kernel.classpath.LibraryPath} decides between two versions of one.
 */
package demitasse.kernel.classpath;
