package demitasse.onnx;

/**
 * How the weights of convolutions and dense layers are stored. A model computes with 32 bits
 * whatever it is; biases and normalizations have 32 bits always.
 */
public enum Precision {
  /** As they are. */
  FLOAT32,
  /** In half the space, with three significant digits (IEEE 754 binary16). */
  FLOAT16,
  /**
   * In a quarter of the space: whole numbers from -127 to 127, with a factor for each unit or
   * filter.
   */
  INT8
}
