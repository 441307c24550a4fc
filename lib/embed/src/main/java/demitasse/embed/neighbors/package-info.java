/**
 * Nearest neighbours, below the interface of {@code demitasse.embed} and not for use from outside.
 *
 * <p>{@code ExactSearch} compares all points, {@code ClusteredSearch} those of the nearest clusters
 * only, and numbers points in that order ({@code Arranged}). Both work in float32 and know when
 * rounding could hide a neighbour: {@code SecondLook} then takes exact distances.
 */
package demitasse.embed.neighbors;
