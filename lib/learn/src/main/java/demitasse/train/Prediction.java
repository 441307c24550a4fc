package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import demitasse.data.Samples;
import demitasse.layer.Network;
import demitasse.layer.Node;
import demitasse.layer.Pass;
import demitasse.layer.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What a model makes of inputs, with no learning. */
public final class Prediction {
  /** More than this keeps the engine no busier. */
  private static final int LARGEST_BATCH = 256;

  /** So many numbers of a batch, over all layers' outputs, are held at most: 64 MB. */
  private static final long MOST_NUMBERS = 1 << 24;

  /** So many products of weights and numbers take a few tenths of a second on two cores. */
  private static final long MOST_PRODUCTS = 1L << 32;

  private Prediction() {}

  /**
   * Passes the inputs of samples through a model.
   *
   * @return one row for each sample: the output, flattened
   * @throws IllegalArgumentException if the model takes inputs of another shape
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public static float[][] of(Network network, Samples samples) {
    Samples fitted = Fitted.inputs(samples, network);
    return of(network, fitted.size(), (scope, rows) -> fitted.batch(scope, rows, 0).input());
  }

  /**
   * Passes rows of numbers through a model.
   *
   * @param rows one flattened input each
   * @return one row for each input: the output, flattened
   * @throws IllegalArgumentException if a row has not as many numbers as an input
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public static float[][] of(Network network, float[][] rows) {
    return of(network, rows.length, (scope, indices) -> inputs(network, rows, scope, indices));
  }

  private static float[][] of(
      Network network, int size, BiFunction<NDManager, int[], NDArray> inputs) {
    List<float[]> rows = new ArrayList<>(size);
    for (int[] indices : batches(network, size)) {
      Interrupts.requireNone();
      try (NDManager scope = network.newScope()) {
        NDArray output = network.forward(Pass.inference(), inputs.apply(scope, indices));
        rows.addAll(rows(output.toFloatArray(), indices.length));
      }
    }
    return rows.toArray(float[][]::new);
  }

  /**
   * Passes the inputs of samples through a model, and shows what each layer makes of them.
   *
   * @param visitor gets a layer and its output for a batch, of shape (batch, output shape…), which
   *     is freed when the next layer has used it
   * @throws IllegalArgumentException if the model takes inputs of another shape
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public static void visit(Network network, Samples samples, BiConsumer<Node, NDArray> visitor) {
    Samples fitted = Fitted.inputs(samples, network);
    for (int[] indices : batches(network, fitted.size())) {
      Interrupts.requireNone();
      try (NDManager scope = network.newScope()) {
        network.visit(fitted.batch(scope, indices, 0).input(), visitor);
      }
    }
  }

  /**
   * Passes rows of numbers through a model as a step of training does, dropout and the batch
   * normalization's own mean and variance included; the model does not change.
   *
   * @param rows one flattened input each, together the batch
   * @param seed decides what is dropped
   * @return one row for each input: the output, flattened
   * @throws IllegalArgumentException if a row has not as many numbers as an input
   */
  public static float[][] inTraining(Network network, float[][] rows, long seed) {
    // PyTorch brings moving averages up to date on the way forward already.
    List<Weight> moving = network.weights().stream().filter(weight -> !weight.trainable()).toList();
    List<float[]> before = moving.stream().map(each -> each.array().toFloatArray()).toList();
    // Only while gradients are collected does the engine do what is for training alone.
    GradientCollector collector = network.engine().newGradientCollector();
    try (NDManager scope = network.newScope()) {
      NDArray input = inputs(network, rows, scope, IntStream.range(0, rows.length).toArray());
      float[] values = network.forward(Pass.training(seed), input).toFloatArray();
      return rows(values, rows.length).toArray(float[][]::new);
    } finally {
      collector.close();
      for (int i = 0; i < before.size(); i++) {
        moving.get(i).set(before.get(i));
      }
    }
  }

  private static NDArray inputs(Network network, float[][] rows, NDManager scope, int[] indices) {
    int width = Math.toIntExact(network.inputShape().size());
    float[] input = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      float[] row = rows[indices[i]];
      if (row.length != width) {
        throw new IllegalArgumentException(
            "row %d has %d numbers, an input of shape %s has %d"
                .formatted(indices[i], row.length, network.inputShape(), width));
      }
      System.arraycopy(row, 0, input, i * width, width);
    }
    return scope.create(input, new Shape(indices.length).addAll(network.inputShape()));
  }

  private static List<float[]> rows(float[] values, int count) {
    int width = count == 0 ? 0 : values.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width))
        .toList();
  }

  /**
   * Returns the indices of so many samples in batches. Where the outputs of the layers are large or
   * take long, fewer go through the model at a time: a stop waits for the batch at hand.
   */
  static Iterable<int[]> batches(Network network, int size) {
    long numbers = network.nodes().stream().mapToLong(node -> node.outputShape().size()).sum();
    long products = network.nodes().stream().mapToLong(Prediction::products).sum();
    long most = Math.min(MOST_NUMBERS / numbers, MOST_PRODUCTS / Math.max(1, products));
    int batch = (int) Math.max(1, Math.min(LARGEST_BATCH, most));
    return () ->
        IntStream.iterate(0, from -> from < size, from -> from + batch)
            .mapToObj(from -> IntStream.range(from, Math.min(from + batch, size)).toArray())
            .iterator();
  }

  /**
   * Returns about how many products a layer adds up for a sample: one for each weight and place.
   */
  private static long products(Node node) {
    long weights =
        node.layer().parameters().stream().mapToLong(weight -> weight.shape().size()).sum();
    return weights * Math.min(places(node.inputShape()), places(node.outputShape()));
  }

  private static long places(Shape shape) {
    return shape.dimension() == 3 ? shape.get(1) * shape.get(2) : 1;
  }
}
