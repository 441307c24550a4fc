package demitasse.spark;

import java.io.Serializable;

/**
 * What a model returns for an image.
 *
 * @param vector the numbers that the model returns, flattened
 * @param label the class of the image
 */
public record LabelledVector(float[] vector, int label) implements Serializable {}
