package demitasse.onnx;

/**
 * How the weights of convolutions and dense layers are stored. The model always computes in 32
 * bits, and biases and normalizations are always stored in 32 bits.
 */
public enum Precision {
  /** 32 bits: the weights as they are. */
  FLOAT32,
  /** Half the space, with three significant digits (IEEE 754 binary16). */
  FLOAT16,
  /**
   * A quarter of the space: whole numbers from -127 to 127, with one scale factor for each unit or
   * filter.
   */
  INT8
}
