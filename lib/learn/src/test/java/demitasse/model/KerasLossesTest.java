package demitasse.model;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.globalAveragePooling2d;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.residual;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static demitasse.train.Training.sgd;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import demitasse.data.Samples;
import demitasse.layer.Layer;
import demitasse.layer.Padding;
import demitasse.train.Loss;
import demitasse.train.Optimizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Trains the chapters' models without dropout for fifty steps from given weights and compares each
 * loss with Keras'. {@code bench/training/losses.py} has Keras make them in 64 bits, from the same
 * formulas. Ours are computed in 32: how far they may be from these, the rounding of Keras' own 32
 * bits shows, which that script prints.
 */
class KerasLossesTest {
  private static final int IMAGES = 16;

  /** In the first steps rounding has not grown yet. */
  private static final int EXACT_STEPS = 5;

  private static final double EXACT = 2e-5;

  @Test
  void theDenseAutoencoder() throws IOException {
    check("dense", Autoencoders.dense784(), adam(1e-3), mse(), 1e-4);
  }

  @Test
  void theConvolutionalAutoencoderWithRelu() throws IOException {
    check("cnn-relu", Autoencoders.convolutional(RELU), adam(1e-3), mse(), 3e-3);
  }

  @Test
  void theConvolutionalAutoencoderWithElu() throws IOException {
    check("cnn-elu", Autoencoders.convolutional(ELU), adam(1e-3), mse(), 1e-4);
  }

  @Test
  void theClassifierOfDigits() throws IOException {
    Sequential model = withoutDropout(Classifiers.mnist());
    check("mnist-cnn", model, adam(1e-5), sparseCategoricalCrossentropy(), 1e-3);
  }

  @Test
  void theClassifierOfPhotos() throws IOException {
    Sequential model = withoutDropout(Classifiers.cifar100());
    check("cifar-cnn", model, nesterov(), sparseCategoricalCrossentropy(), 3e-2);
  }

  @Test
  void theSmallResidualNetwork() throws IOException {
    List<Layer> layers = new ArrayList<>(List.of(input(3, 32, 32)));
    layers.addAll(List.of(conv2d(32, 3, LINEAR).padding(1), batchNormalization()));
    layers.add(activation(RELU));
    for (int filters : new int[] {48, 96, 192}) {
      layers.add(
          residual(
                  conv2d(filters, 3, LINEAR).strides(2).padding(1),
                  batchNormalization(),
                  activation(RELU),
                  conv2d(filters, 3, LINEAR).padding(1),
                  batchNormalization())
              .shortcut(conv2d(filters, 1, LINEAR).strides(2), batchNormalization()));
      layers.add(activation(RELU));
    }
    Sequential model = classifying(layers);
    check("small-resnet", model, nesterov(), sparseCategoricalCrossentropy(), 2e-3);
  }

  @Test
  void theThinResidualNetwork() throws IOException {
    List<Layer> layers = new ArrayList<>(List.of(input(3, 32, 32)));
    layers.add(conv2d(16, 3, RELU).strides(4).padding(Padding.SAME));
    for (int block = 0; block < 5; block++) {
      layers.add(
          residual(
              conv2d(16, 3, LINEAR).padding(Padding.SAME),
              batchNormalization(),
              activation(RELU),
              conv2d(16, 3, LINEAR).padding(Padding.SAME),
              batchNormalization()));
      layers.add(activation(RELU));
    }
    Sequential model = classifying(layers);
    check("thin-resnet", model, adam(1e-4), sparseCategoricalCrossentropy(), 1e-4);
  }

  private static Optimizer nesterov() {
    return sgd(0.001).momentum(0.9).nesterov();
  }

  private static Sequential classifying(List<Layer> layers) {
    layers.addAll(List.of(globalAveragePooling2d(), dense(100, SOFTMAX)));
    return sequential(layers);
  }

  private static Sequential withoutDropout(Sequential model) {
    Shape shape = model.inputShape();
    List<Layer> layers = new ArrayList<>(List.of(input(shape.getShape())));
    model.layers().stream()
        .filter(layer -> !layer.toString().startsWith("Dropout"))
        .forEach(layers::add);
    return sequential(layers);
  }

  /**
   * Compares the losses of all steps.
   *
   * @param tolerance of a loss, as a share of it: some ten times what the order of additions in 32
   *     bits changed in a trial
   */
  private static void check(
      String name, Sequential model, Optimizer optimizer, Loss loss, double tolerance)
      throws IOException {
    double[] expected = losses(name);
    try (model) {
      model
          .network()
          .namedWeights()
          .forEach(
              (key, weight) -> {
                if (weight.trainable()) {
                  weight.set(start(key, weight.shape()));
                }
              });
      float[][] images = images(model.inputShape());
      Samples inputs = Samples.of(images, images);
      Samples samples =
          model.outputShape().size() == images[0].length
              ? inputs
              : Samples.of(images, IntStream.range(0, IMAGES).map(i -> i % 10).toArray());
      model.compile(optimizer, loss);
      double[] actual =
          model.fit(samples, epochs(expected.length).batchSize(IMAGES)).values("loss");
      for (int step = 0; step < expected.length; step++) {
        double share = step < EXACT_STEPS ? Math.min(EXACT, tolerance) : tolerance;
        assertEquals(expected[step], actual[step], share * expected[step], "loss of step " + step);
      }
    }
  }

  /** Returns a column of what Keras wrote. */
  private static double[] losses(String name) throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                KerasLossesTest.class.getResourceAsStream("keras-losses.csv"),
                StandardCharsets.UTF_8))) {
      int column = List.of(in.readLine().split(",")).indexOf(name);
      return in.lines().mapToDouble(line -> Double.parseDouble(line.split(",")[column])).toArray();
    }
  }

  /** Soft discs on black where there is one channel, stripes where there are three, as 256ths. */
  private static float[][] images(Shape shape) {
    boolean photos = shape.dimension() == 3 && shape.get(0) == 3;
    float[][] images = new float[IMAGES][(int) shape.size()];
    for (int n = 0; n < IMAGES; n++) {
      for (int v = 0; v < images[n].length; v++) {
        images[n][v] = (photos ? stripes(n, v) : disc(n, v)) / 256f;
      }
    }
    return images;
  }

  private static int disc(int n, int v) {
    int down = v / 28 - (6 + 5 * (n % 4));
    int right = v % 28 - (6 + 5 * (n / 4));
    return Math.max(0, 255 - (3 + n % 3) * (down * down + right * right));
  }

  private static int stripes(int n, int v) {
    int channel = v / (32 * 32);
    int row = v / 32 % 32;
    int column = v % 32;
    return (row * (1 + n % 5) + column * (1 + n % 7) + 11 * channel + 13 * n) % 31 * 8;
  }

  /** The first numbers of a weight: SplitMix64 of the name's hash and the place. */
  private static float[] start(String name, Shape shape) {
    float[] numbers = new float[(int) shape.size()];
    double range =
        shape.dimension() > 1 ? Math.sqrt(6.0 / (shape.get(0) + shape.slice(1).size())) : 0.1;
    int middle = name.endsWith("gamma") ? 1 : 0;
    for (int i = 0; i < numbers.length; i++) {
      long z = (((long) name.hashCode() << 32) + i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      numbers[i] = (float) (middle + range * ((z >>> 40) / (double) (1 << 23) - 1));
    }
    return numbers;
  }
}
