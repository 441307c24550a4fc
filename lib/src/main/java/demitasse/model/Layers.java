package demitasse.model;

/** The layers, for a static import: {@code dense(64, RELU)}. */
public final class Layers {
  private Layers() {}

  /**
   * Returns a fully connected layer: (inputs) becomes (units).
   *
   * <p>Weights start glorot-uniform, biases at zero, as in Keras.
   *
   * @throws IllegalArgumentException if {@code units} is less than 1
   */
  public static Layer dense(int units, Activation activation) {
    return new Dense(units, activation);
  }
}
