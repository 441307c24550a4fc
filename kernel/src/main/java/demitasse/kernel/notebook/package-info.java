/**
 * The session as the rest sees it. {@link demitasse.kernel.notebook.SessionNotebook} does what
 * magics, cells and other kernels' interfaces ask for, {@link
 * demitasse.kernel.notebook.SessionClassPath} puts libraries before the compiler and the class
 * loader alike. {@link demitasse.kernel.notebook.WhileIdle} makes all of it ready while nobody
 * waits.
 */
package demitasse.kernel.notebook;
