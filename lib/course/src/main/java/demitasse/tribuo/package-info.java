/**
 * A bridge to Tribuo: {@link demitasse.cluster.KMeans} behind its trainer's interface, and its
 * clusters in the form of its model.
 */
package demitasse.tribuo;
