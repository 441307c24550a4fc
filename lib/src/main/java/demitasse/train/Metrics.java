package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** The metrics, for a static import: {@code accuracy()}. */
public final class Metrics {
  private Metrics() {}

  /**
   * Returns the share of the samples whose true class has the largest output. Targets are integer
   * labels or one-hot vectors.
   */
  public static Metric accuracy() {
    return new Top(1, "accuracy");
  }

  /**
   * Returns the share of the samples whose true class is among the {@code k} largest outputs, under
   * the key {@code top_5_accuracy} for k = 5.
   *
   * @throws IllegalArgumentException if {@code k} is less than 1
   */
  public static Metric topK(int k) {
    return new Top(k, "top_" + k + "_accuracy");
  }

  private record Top(int k, String name) implements Metric {
    private Top {
      if (k < 1) {
        throw new IllegalArgumentException("k must be at least 1, not " + k);
      }
    }

    @Override
    public NDArray of(NDArray target, NDArray output) {
      NDArray marks = Classes.oneHot(target, output);
      NDArray ofTrueClass = output.mul(marks).sum(new int[] {1}, true);
      // How many classes have a larger output than the true one.
      NDArray rank = output.gt(ofTrueClass).toType(DataType.FLOAT32, false).sum(new int[] {1});
      return rank.lt(k).toType(DataType.FLOAT32, false).mean();
    }
  }
}
