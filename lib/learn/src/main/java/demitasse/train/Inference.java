package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.layer.Sequential;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What a model makes of samples, with no learning. */
public final class Inference {
  /** More than this keeps the engine no busier. */
  private static final int LARGEST_BATCH = 256;

  /** So many numbers of a batch, over all layers' outputs, are held at most: 64 MB. */
  private static final long MOST_NUMBERS = 1 << 24;

  private Inference() {}

  /**
   * Passes samples through a model, or through a part of one ({@link Sequential#first}).
   *
   * @return one row for each sample: the output, flattened
   * @throws IllegalStateException if the model has no weights
   */
  public static float[][] predict(Sequential model, Samples samples) {
    return predict(
        model, samples.size(), (scope, indices) -> samples.batch(scope, indices, 0).input());
  }

  /**
   * Passes rows of numbers through a model, or through a part of one ({@link Sequential#last}).
   *
   * @param rows one flattened input each
   * @return one row for each input: the output, flattened
   * @throws IllegalStateException if the model has no weights
   * @throws IllegalArgumentException if a row has not as many numbers as an input
   */
  public static float[][] predict(Sequential model, float[][] rows) {
    return predict(model, rows.length, (scope, indices) -> inputs(model, rows, scope, indices));
  }

  /**
   * Passes rows of numbers through a model as a step of training does, dropout and the batch
   * normalization's own mean and variance included; the model does not change.
   *
   * @param rows one flattened input each, together the batch
   * @param seed decides what is dropped
   * @return one row for each input: the output, flattened
   * @throws IllegalStateException if the model has no weights
   * @throws IllegalArgumentException if a row has not as many numbers as an input
   */
  public static float[][] predictInTraining(Sequential model, float[][] rows, long seed) {
    // PyTorch brings moving averages up to date on the way forward already.
    List<NDArray> moving =
        model.parameters().stream()
            .filter(p -> !p.requiresGradient())
            .map(Parameter::getArray)
            .toList();
    List<float[]> before = moving.stream().map(NDArray::toFloatArray).toList();
    float[] values;
    // Only while gradients are collected does the engine do what is for training alone.
    GradientCollector collector = model.manager().getEngine().newGradientCollector();
    try (NDManager scope = model.manager().newSubManager()) {
      int[] all = IntStream.range(0, rows.length).toArray();
      NDArray input = inputs(model, rows, scope, all);
      values = model.forward(model.training(seed), input).toFloatArray();
    } finally {
      collector.close();
    }
    for (int i = 0; i < before.size(); i++) {
      moving.get(i).set(before.get(i));
    }
    int width = values.length / rows.length;
    return IntStream.range(0, rows.length)
        .mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width))
        .toArray(float[][]::new);
  }

  private static NDArray inputs(Sequential model, float[][] rows, NDManager scope, int[] indices) {
    int width = Math.toIntExact(model.inputShape().size());
    float[] input = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      float[] row = rows[indices[i]];
      if (row.length != width) {
        throw new IllegalArgumentException(
            "row " + indices[i] + " has " + row.length + " numbers, an input has " + width);
      }
      System.arraycopy(row, 0, input, i * width, width);
    }
    return scope.create(input, new Shape(indices.length).addAll(model.inputShape()));
  }

  private static float[][] predict(
      Sequential model, int size, BiFunction<NDManager, int[], NDArray> inputs) {
    float[][] rows = new float[size][];
    int width = Math.toIntExact(model.outputShape().size());
    int batch = batchSize(model);
    for (int from = 0; from < size; from += batch) {
      int[] indices = IntStream.range(from, Math.min(from + batch, size)).toArray();
      try (NDManager scope = model.manager().newSubManager()) {
        float[] values = model.forward(inputs.apply(scope, indices)).toFloatArray();
        for (int i = 0; i < indices.length; i++) {
          rows[from + i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
      }
    }
    return rows;
  }

  /** The maps of convolutions are large: then fewer samples go through the model at a time. */
  private static int batchSize(Sequential model) {
    long numbers = model.nodes().stream().mapToLong(node -> node.outputShape().size()).sum();
    return (int) Math.max(1, Math.min(LARGEST_BATCH, MOST_NUMBERS / numbers));
  }

  /**
   * Answers an interrupt of this thread: takes it, so that it does not hit what follows.
   *
   * @throws CancellationException if there was one
   */
  static void requireNotInterrupted() {
    if (Thread.interrupted()) {
      throw new CancellationException("stopped");
    }
  }

  /**
   * Returns what is measured in the mean over all samples.
   *
   * @throws CancellationException if the thread was interrupted
   */
  static double[] measure(Sequential model, Samples samples, Measures measures) {
    double[] sums = new double[measures.names().size()];
    int batchSize = batchSize(model);
    for (int from = 0; from < samples.size(); from += batchSize) {
      int[] indices = IntStream.range(from, Math.min(from + batchSize, samples.size())).toArray();
      requireNotInterrupted();
      try (NDManager scope = model.manager().newSubManager()) {
        Batch batch = samples.batch(scope, indices, 0);
        NDArray logits = model.logits(model.inference(), batch.input());
        NDArray loss = measures.loss(batch.target(), logits);
        double[] values = measures.all(loss, batch.target(), logits);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += values[i] * indices.length;
        }
      }
    }
    return Arrays.stream(sums).map(sum -> sum / samples.size()).toArray();
  }
}
