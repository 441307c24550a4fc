/**
 * How values are shown. {@link demitasse.kernel.display.Display} turns them into forms that a front
 * end can show, with the renderers that the libraries on the class path bring, and publishes them.
 * {@code Arrays} writes arrays as text.
 */
package demitasse.kernel.display;
