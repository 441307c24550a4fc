package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The share of the samples whose true class is among the {@code k} largest outputs.
 *
 * @param k at least 1
 * @param name key in the history
 */
record TopAccuracy(int k, String name) implements Metric {
  TopAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
  }

  @Override
  public void requireFit(Shape target, Shape output) {
    boolean classes = output.dimension() == 1 && output.get(0) > 1;
    if (!classes || !(target.dimension() == 0 || target.equals(output))) {
      throw new IllegalArgumentException(
          name
              + " compares a class with one output for each class, but the model returns "
              + output
              + " and the targets are "
              + (target.dimension() == 0 ? "integer labels" : target.toString()));
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
      right += Ranking.rank(outputs, i * classes, classes, labels[i]) < k ? 1 : 0;
    }
    return (double) right / labels.length;
  }
}
