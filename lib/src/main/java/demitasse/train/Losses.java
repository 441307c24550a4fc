package demitasse.train;

import ai.djl.ndarray.NDArray;

/** The losses, for a static import: {@code mse()}. */
public final class Losses {
  private Losses() {}

  /**
   * Returns the mean squared error: the mean of (target - output)² over the batch and over all
   * elements of the output, without a factor ½, as in Keras.
   */
  public static Loss mse() {
    return new Loss() {
      @Override
      public String name() {
        return "mse";
      }

      @Override
      public NDArray of(NDArray target, NDArray output) {
        return output.sub(target).square().mean();
      }
    };
  }
}
