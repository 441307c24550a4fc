/**
 * The commands that begin with {@code %}. {@link demitasse.kernel.magic.Magics} knows their names
 * and runs them; each family of commands has a class of its own, and {@link
 * demitasse.kernel.magic.BuiltIns} puts them together.
 */
package demitasse.kernel.magic;
