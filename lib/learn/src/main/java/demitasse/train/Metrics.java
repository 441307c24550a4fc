package demitasse.train;

import ai.djl.ndarray.NDArray;

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
    public double of(NDArray target, NDArray output) {
      // In Java: the engine would need eight operations for what is a handful of comparisons.
      int[] labels = Classes.labels(target, output);
      float[] outputs = output.toFloatArray();
      int classes = outputs.length / labels.length;
      int right = 0;
      for (int i = 0; i < labels.length; i++) {
        float ofTrueClass = outputs[i * classes + labels[i]];
        int larger = 0;
        for (int c = 0; c < classes; c++) {
          larger += outputs[i * classes + c] > ofTrueClass ? 1 : 0;
        }
        right += larger < k ? 1 : 0;
      }
      return (double) right / labels.length;
    }
  }
}
