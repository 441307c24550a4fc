/**
 * The repulsive forces of a map, below the interface of {@code demitasse.embed} and not for use
 * from outside.
 *
 * <p>{@code Repulsion} says what is computed; {@code ExactRepulsion}, {@code BarnesHutRepulsion} on
 * a {@code SpaceTree}, and {@code FftRepulsion} on a {@code GridConvolution} are three ways to it.
 */
package demitasse.embed.repulsion;
