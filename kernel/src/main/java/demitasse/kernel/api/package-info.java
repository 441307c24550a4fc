/**
 * What other people's code may use. A library shows its values by a {@link
 * demitasse.kernel.api.RendererProvider}; magics, cells and the programming interfaces of other
 * kernels reach the session through {@link demitasse.kernel.api.Notebook}, which {@link
 * demitasse.kernel.api.Notebooks} finds. Read {@code Notebook} first; nothing in here knows another
 * room.
 */
package demitasse.kernel.api;
