/**
 * What parts of the kernel that are not its core may ask of the session: the magics, and the
 * programming interfaces of other kernels. Read {@link demitasse.kernel.api.Notebook} first.
 */
package demitasse.kernel.api;
