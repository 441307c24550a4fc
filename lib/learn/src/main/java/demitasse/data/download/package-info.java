/**
 * Where a data set lies on this machine, and how it gets there. {@link
 * demitasse.data.download.Finder} goes through the places in their order: given, already there,
 * fetched, generated.
 */
package demitasse.data.download;
