package demitasse.spark;

import java.io.Serializable;

/**
 * An image in a partition.
 *
 * @param pixels unsigned bytes, (channels, height, width)
 * @param label its class
 */
public record LabelledImage(byte[] pixels, int label) implements Serializable {}
