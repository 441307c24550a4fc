package demitasse.onnx;

import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.conv2dTranspose;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.globalAveragePooling2d;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.layer.Layers.reshape;
import static demitasse.layer.Layers.residual;
import static demitasse.layer.Layers.zeroPadding2d;
import static demitasse.model.Models.sequential;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Activation;
import demitasse.layer.Conv2d;
import demitasse.layer.Input;
import demitasse.layer.Layer;
import demitasse.layer.Padding;
import demitasse.layer.Residual;
import demitasse.layer.Weight;
import demitasse.model.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks of layers drawn at random, with weights drawn at random. */
final class RandomNetwork {
  private static final int LARGEST_SIDE = 24;

  private final Random random;

  private RandomNetwork(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a network of two to nine layers that the seed decides. */
  static Sequential of(long seed) {
    return new RandomNetwork(seed).draw();
  }

  /** Returns inputs for a model, of mean 0 and deviation 1. */
  static float[][] inputs(Sequential model, int count, long seed) {
    var random = new Random(seed);
    float[][] rows = new float[count][(int) model.inputShape().size()];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  /** Gives every weight numbers of its own: biases and moving averages too. */
  static void drawWeights(Sequential model, long seed) {
    var random = new Random(seed);
    for (Map.Entry<String, Weight> each : model.network().namedWeights().entrySet()) {
      Weight weight = each.getValue();
      float[] values = new float[(int) weight.shape().size()];
      double spread = 1 / Math.sqrt(Math.max(1, values.length / weight.shape().get(0)));
      boolean positive = each.getKey().endsWith("movingVariance");
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (positive ? 0.3 + random.nextDouble() : random.nextGaussian() * spread);
      }
      weight.set(values);
    }
  }

  private Sequential draw() {
    boolean images = random.nextInt(4) > 0;
    Input input =
        images
            ? input(1 + random.nextInt(3), 5 + random.nextInt(8), 5 + random.nextInt(8))
            : input(1 + random.nextInt(20));
    List<Layer> layers = new ArrayList<>(List.of(input));
    Sequential model = null;
    int depth = 2 + random.nextInt(8);
    while (model == null || layers.size() <= depth) {
      Shape shape = model == null ? input.shape() : model.outputShape();
      layers.add(shape.dimension() == 3 ? ofImages(shape) : ofVectors(shape));
      model = sequential(layers);
    }
    if (random.nextBoolean() && model.outputShape().dimension() == 3) {
      layers.add(flatten());
      layers.add(dense(1 + random.nextInt(10), Activation.SOFTMAX));
      model = sequential(layers);
    }
    drawWeights(model, random.nextLong());
    return model;
  }

  private Layer ofImages(Shape shape) {
    int smallest = (int) Math.min(shape.get(1), shape.get(2));
    boolean large = Math.max(shape.get(1), shape.get(2)) > LARGEST_SIDE;
    return switch (random.nextInt(large ? 6 : 11)) {
      case 0, 1 -> convolution(smallest);
      case 2 -> maxPooling2d(1 + random.nextInt(Math.min(3, smallest))).strides(strides());
      case 3 -> maxPooling2d(1 + random.nextInt(3)).strides(strides()).padding(Padding.SAME);
      case 4 -> random.nextBoolean() ? flatten() : globalAveragePooling2d();
      case 5 -> reshape(shape.get(1), shape.get(0), shape.get(2));
      case 6 -> transposed();
      case 7 -> random.nextBoolean() ? zeroPadding2d(random.nextInt(3)) : dropout(0.5);
      case 8 -> batchNormalization().epsilon(random.nextBoolean() ? 1e-3 : 1e-5);
      case 9 -> activation(function());
      default -> block(shape);
    };
  }

  private Layer ofVectors(Shape shape) {
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> dense(1 + random.nextInt(20), function());
      case 3 -> batchNormalization();
      case 4 -> activation(Activation.SOFTMAX);
      case 5 -> dropout(0.2);
      default -> reshape(shape.get(0), 1, 1);
    };
  }

  private Layer convolution(int smallest) {
    int kernel = 1 + random.nextInt(Math.min(5, smallest));
    Conv2d layer = conv2d(1 + random.nextInt(6), kernel, function()).strides(strides());
    return switch (random.nextInt(3)) {
      case 0 -> layer.padding(Padding.SAME);
      case 1 -> layer.padding(Padding.VALID);
      default -> layer.padding(random.nextInt(3));
    };
  }

  private Layer transposed() {
    return conv2dTranspose(1 + random.nextInt(4), 1 + random.nextInt(4), function())
        .strides(strides())
        .padding(random.nextBoolean() ? Padding.SAME : Padding.VALID);
  }

  private Layer block(Shape shape) {
    boolean projected = random.nextBoolean();
    int filters = projected ? 1 + random.nextInt(5) : (int) shape.get(0);
    Residual block =
        residual(
            batchNormalization(),
            conv2d(filters, 3, Activation.LINEAR).padding(Padding.SAME),
            batchNormalization());
    return projected ? block.shortcut(conv2d(filters, 1, Activation.LINEAR)) : block;
  }

  private int strides() {
    return 1 + random.nextInt(3);
  }

  private Activation function() {
    Activation[] all = {
      Activation.LINEAR,
      Activation.RELU,
      Activation.ELU,
      Activation.LEAKY_RELU,
      Activation.SIGMOID,
      Activation.TANH
    };
    return all[random.nextInt(all.length)];
  }
}
