/**
 * Pictures for a notebook: charts and grids of images, all as {@link java.awt.image.BufferedImage},
 * which every Java kernel shows.
 */
package demitasse.plot;
