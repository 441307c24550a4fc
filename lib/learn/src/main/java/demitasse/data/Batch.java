package demitasse.data;

import ai.djl.ndarray.NDArray;

/**
 * Inputs and their targets, first dimension the batch. For an autoencoder both are the same array.
 *
 * @param input float32
 * @param target float32, or int32 for integer labels
 */
public record Batch(NDArray input, NDArray target) {}
