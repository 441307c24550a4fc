package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.model.Sequential;

/** What a model makes of samples, with no learning. */
public final class Inference {
  /** Large enough to keep the engine busy, small enough for the outputs of a convolution. */
  private static final int BATCH_SIZE = 256;

  private Inference() {}

  /**
   * Passes samples through a model, or through the first layers of one ({@link Sequential#first}).
   *
   * @return one row for each sample: the output, flattened
   * @throws IllegalStateException if the model has no weights
   */
  public static float[][] predict(Sequential model, Samples samples) {
    float[][] rows = new float[samples.size()][];
    int width = Math.toIntExact(model.outputShape().size());
    for (int from = 0; from < rows.length; from += BATCH_SIZE) {
      int[] indices = range(from, Math.min(from + BATCH_SIZE, rows.length));
      try (NDManager scope = model.manager().newSubManager()) {
        Batch batch = samples.batch(scope, indices, 0);
        float[] values = model.forward(batch.input(), false).toFloatArray();
        for (int i = 0; i < indices.length; i++) {
          rows[from + i] = java.util.Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
      }
    }
    return rows;
  }

  /** Returns the mean loss over all samples. */
  static double loss(Sequential model, Samples samples, Loss loss) {
    double sum = 0;
    for (int from = 0; from < samples.size(); from += BATCH_SIZE) {
      int[] indices = range(from, Math.min(from + BATCH_SIZE, samples.size()));
      try (NDManager scope = model.manager().newSubManager()) {
        Batch batch = samples.batch(scope, indices, 0);
        NDArray output = model.forward(batch.input(), false);
        sum += (double) loss.of(batch.target(), output).getFloat() * indices.length;
      }
    }
    return sum / samples.size();
  }

  private static int[] range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).toArray();
  }
}
