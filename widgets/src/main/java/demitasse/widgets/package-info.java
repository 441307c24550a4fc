/**
 * Jupyter's widgets for Java. {@link demitasse.widgets.Widget} keeps the state and speaks the
 * protocol (version 2.1); the build writes a class for each control from the published schema, with
 * {@code Wire} for how its values travel and {@code Rules} for what they must meet. {@link
 * demitasse.widgets.Widgets} has what works on several: {@code interact} and links. {@link
 * demitasse.widgets.Transport} is all that they need of a kernel.
 */
package demitasse.widgets;
