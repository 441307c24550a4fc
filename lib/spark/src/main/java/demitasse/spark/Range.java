package demitasse.spark;

import java.io.Serializable;

/**
 * Numbers of images.
 *
 * @param from the first
 * @param to the one after the last
 */
record Range(int from, int to) implements Serializable {}
