package demitasse.layer;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Activation.LEAKY_RELU;
import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Activation.TANH;
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
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import demitasse.layer.Reference.Axis;
import demitasse.model.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each layer against {@link Reference}: its output, and its gradients with respect to the input and
 * to each parameter, which are compared with central differences of the reference.
 */
class LayersTest {
  private static final double TOLERANCE = 1e-4;
  private static final int BATCH = 3;

  /** What the layer should compute, from the input and the parameters in their order. */
  private interface Expected {
    double[] of(double[] x, List<double[]> parameters);
  }

  private static void check(Shape input, Layer layer, Expected expected) {
    try (var model = sequential(input(input.getShape()), layer)) {
      model.seed(11);
      var random = new Random(5);
      for (Weight parameter : model.network().weights()) {
        // Biases, γ and β start at constants, with which a mistake could go unseen.
        randomize(parameter.array(), random);
      }
      List<double[]> parameters = new ArrayList<>();
      model.network().weights().forEach(each -> parameters.add(doubles(each.array())));
      double[] x = new double[(int) input.size() * BATCH];
      Arrays.setAll(x, i -> (float) random.nextGaussian());
      double[] y = expected.of(x, parameters);
      double[] pull = new double[y.length];
      Arrays.setAll(pull, i -> (float) random.nextGaussian());

      List<double[]> gradients = new ArrayList<>();
      try (NDManager scope = model.network().newScope()) {
        NDArray in = scope.create(floats(x), new Shape(BATCH).addAll(input));
        in.setRequiresGradient(true);
        Pass pass = Pass.training(1);
        try (GradientCollector collector = scope.getEngine().newGradientCollector()) {
          NDArray out = model.network().forward(pass, in);
          assertEquals(new Shape(BATCH).addAll(model.outputShape()), out.getShape());
          assertClose(y, doubles(out), "output");
          collector.backward(out.mul(scope.create(floats(pull), out.getShape())).sum());
        }
        gradients.add(doubles(in.getGradient()));
        for (Weight parameter : model.network().weights()) {
          gradients.add(parameter.trainable() ? doubles(parameter.array().getGradient()) : null);
        }
      }
      List<double[]> variables = new ArrayList<>(List.of(x));
      variables.addAll(parameters);
      for (int v = 0; v < variables.size(); v++) {
        if (gradients.get(v) != null) {
          double[] numeric =
              differences(variables.get(v), () -> dot(pull, expected.of(x, parameters)));
          assertClose(numeric, gradients.get(v), v == 0 ? "gradient of x" : "gradient " + v);
        }
      }
    }
  }

  private static double[] differences(double[] variable, java.util.function.DoubleSupplier loss) {
    double step = 1e-5;
    double[] result = new double[variable.length];
    for (int i = 0; i < variable.length; i++) {
      double kept = variable[i];
      variable[i] = kept + step;
      double above = loss.getAsDouble();
      variable[i] = kept - step;
      double below = loss.getAsDouble();
      variable[i] = kept;
      result[i] = (above - below) / (2 * step);
    }
    return result;
  }

  /** Compares, relative to the largest of the values. */
  private static void assertClose(double[] expected, double[] actual, String what) {
    double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
    assertArrayEquals(expected, actual, TOLERANCE * scale, what);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void randomize(NDArray array, Random random) {
    float[] values = new float[(int) array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.2f + random.nextFloat();
    }
    array.set(values);
  }

  private static double[] doubles(NDArray array) {
    float[] values = array.toFloatArray();
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  private static Expected elementwise(DoubleUnaryOperator f) {
    return (x, parameters) -> Arrays.stream(x).map(f).toArray();
  }

  @Test
  void denseIsAMatrixProductAndABias() {
    check(
        new Shape(7),
        dense(4, LINEAR),
        (x, p) -> Reference.dense(x, p.get(0), p.get(1), BATCH, 7, 4));
  }

  @Test
  void activationsAreTheirFormulas() {
    var shape = new Shape(5, 4);
    check(shape, activation(RELU), elementwise(x -> Math.max(0, x)));
    check(shape, activation(ELU), elementwise(x -> x > 0 ? x : Math.exp(x) - 1));
    check(shape, activation(LEAKY_RELU), elementwise(x -> x > 0 ? x : 0.2 * x));
    check(shape, activation(SIGMOID), elementwise(x -> 1 / (1 + Math.exp(-x))));
    check(shape, activation(TANH), elementwise(Math::tanh));
    check(new Shape(20), activation(SOFTMAX), (x, p) -> Reference.softmax(x, BATCH));
  }

  @Test
  void eluAtMinusFiveIsTheChaptersCheckValue() {
    try (var model = sequential(input(1), activation(ELU))) {
      model.seed(0);
      try (NDManager scope = model.network().newScope()) {
        NDArray y =
            model
                .network()
                .forward(Pass.inference(), scope.create(new float[] {-5, 2}, new Shape(2, 1)));
        assertArrayEquals(new float[] {-0.9933f, 2}, y.toFloatArray(), 5e-5f);
      }
    }
  }

  @Property(tries = 40)
  void convolutionInAllItsForms(
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int strides,
      @ForAll @IntRange(min = 4, max = 8) int height,
      @ForAll @IntRange(min = 4, max = 8) int width,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int filters,
      @ForAll boolean same) {
    var h = new Axis(height, kernel, strides, same);
    var v = new Axis(width, kernel, strides, same);
    check(
        new Shape(channels, height, width),
        conv2d(filters, kernel, LINEAR).strides(strides).padding(padding(same)),
        (x, p) -> Reference.conv(x, p.get(0), p.get(1), BATCH, channels, filters, h, v));
  }

  @Property(tries = 20)
  void aBorderOfItsOwnIsThatOfAZeroPaddingInFront(
      @ForAll @IntRange(min = 0, max = 2) int width,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int strides,
      @ForAll @IntRange(min = 3, max = 6) int side) {
    var image = new Shape(2, side, side + 1);
    Conv2d bordered = conv2d(3, kernel, LINEAR).strides(strides).padding(width);
    Conv2d behind = conv2d(3, kernel, LINEAR).strides(strides);
    try (var one = sequential(input(image.getShape()), bordered);
        var two = sequential(input(image.getShape()), zeroPadding2d(width), behind)) {
      one.seed(4);
      two.seed(4);
      assertEquals(two.outputShape(), one.outputShape());
      try (NDManager scope = one.network().newScope()) {
        NDArray x = scope.randomNormal(new Shape(2, 2, side, side + 1));
        assertArrayEquals(
            two.network().forward(Pass.inference(), x).toFloatArray(),
            one.network().forward(Pass.inference(), x).toFloatArray(),
            1e-4f);
      }
    }
  }

  @Property(tries = 40)
  void transposedConvolutionInAllItsForms(
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int strides,
      @ForAll @IntRange(min = 1, max = 4) int height,
      @ForAll @IntRange(min = 1, max = 4) int width,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int filters,
      @ForAll boolean same) {
    check(
        new Shape(channels, height, width),
        conv2dTranspose(filters, kernel, LINEAR).strides(strides).padding(padding(same)),
        (x, p) ->
            Reference.convTranspose(
                x, p.get(0), p.get(1), BATCH, channels, filters, height, width, kernel, strides,
                same));
  }

  @Property(tries = 40)
  void maxPoolingInAllItsForms(
      @ForAll @IntRange(min = 1, max = 3) int size,
      @ForAll @IntRange(min = 1, max = 3) int strides,
      @ForAll @IntRange(min = 3, max = 8) int height,
      @ForAll @IntRange(min = 3, max = 8) int width,
      @ForAll boolean same) {
    check(
        new Shape(2, height, width),
        maxPooling2d(size).strides(strides).padding(padding(same)),
        (x, p) ->
            Reference.maxPool(
                x,
                2 * BATCH,
                new Axis(height, size, strides, same),
                new Axis(width, size, strides, same)));
  }

  private static Padding padding(boolean same) {
    return same ? Padding.SAME : Padding.VALID;
  }

  @Test
  void transposedConvolutionIsTheAdjointOfTheConvolution() {
    // <conv(x), y> = <x, convᵀ(y)>, with the same weights and no biases.
    var image = new Shape(2, 6, 6);
    try (var forth = sequential(input(image.getShape()), conv2d(3, 2, LINEAR).strides(2));
        var back =
            sequential(
                input(3, 3, 3), conv2dTranspose(2, 2, LINEAR).strides(2).padding(Padding.SAME))) {
      forth.seed(1);
      back.seed(2);
      NDArray w = forth.network().weights().get(0).array();
      back.network().weights().get(0).set(w.transpose(1, 2, 3, 0).toFloatArray());
      try (NDManager scope = forth.network().newScope()) {
        NDArray x = scope.randomNormal(new Shape(1, 2, 6, 6));
        NDArray y = scope.randomNormal(new Shape(1, 3, 3, 3));
        assertEquals(
            forth.network().forward(Pass.inference(), x).mul(y).sum().getFloat(),
            back.network().forward(Pass.inference(), y).mul(x).sum().getFloat(),
            1e-4f);
      }
    }
  }

  @Test
  void shapesAndBordersAndMeans() {
    check(new Shape(2, 3, 4), flatten(), (x, p) -> x);
    check(new Shape(24), reshape(2, 3, 4), (x, p) -> x);
    check(
        new Shape(2, 3, 4),
        globalAveragePooling2d(),
        (x, p) -> {
          double[] means = new double[BATCH * 2];
          for (int i = 0; i < x.length; i++) {
            means[i / 12] += x[i] / 12;
          }
          return means;
        });
    check(
        new Shape(2, 3, 4),
        zeroPadding2d(2),
        (x, p) -> {
          double[] padded = new double[BATCH * 2 * 7 * 8];
          for (int i = 0; i < x.length; i++) {
            padded[i / 12 * 56 + (i / 4 % 3 + 2) * 8 + i % 4 + 2] = x[i];
          }
          return padded;
        });
  }

  @Test
  void batchNormalizationTakesTheMomentsOfTheBatch() {
    check(
        new Shape(2, 3, 4),
        batchNormalization(),
        (x, p) ->
            Reference.normalize(
                x, Reference.moments(x, BATCH, 2, 12), p.get(0), p.get(1), 2, 12, 1e-3));
    check(
        new Shape(5),
        batchNormalization().epsilon(0.5f),
        (x, p) ->
            Reference.normalize(
                x, Reference.moments(x, BATCH, 5, 1), p.get(0), p.get(1), 5, 1, 0.5));
  }

  @Test
  void batchNormalizationKeepsMovingAveragesAndUsesThem() {
    int n = BATCH * 4;
    var input = new Shape(2, 2, 2);
    try (var model = sequential(input(input.getShape()), batchNormalization().momentum(0.9))) {
      model.seed(1);
      double[] x = new double[BATCH * 8];
      var random = new Random(3);
      Arrays.setAll(x, i -> (float) (2 + 3 * random.nextGaussian()));
      double[] moments = Reference.moments(x, BATCH, 2, 4);
      double[] moving = {0, 1, 0, 1};
      try (NDManager scope = model.network().newScope()) {
        NDArray in = scope.create(floats(x), new Shape(BATCH).addAll(input));
        for (int step = 0; step < 3; step++) {
          Pass pass = Pass.training(step);
          try (GradientCollector collector = scope.getEngine().newGradientCollector()) {
            collector.backward(model.network().forward(pass, in).square().sum());
          }
          pass.finish();
          for (int ch = 0; ch < 2; ch++) {
            moving[2 * ch] = 0.9 * moving[2 * ch] + 0.1 * moments[2 * ch];
            double unbiased = moments[2 * ch + 1] * n / (n - 1);
            moving[2 * ch + 1] = 0.9 * moving[2 * ch + 1] + 0.1 * unbiased;
          }
        }
        double[] means = doubles(model.network().weights().get(2).array());
        double[] variances = doubles(model.network().weights().get(3).array());
        assertArrayEquals(new double[] {moving[0], moving[2]}, means, TOLERANCE);
        assertArrayEquals(new double[] {moving[1], moving[3]}, variances, TOLERANCE * 10);
        double[] ones = {1, 1};
        assertArrayEquals(
            Reference.normalize(x, moving, ones, new double[2], 2, 4, 1e-3),
            doubles(model.network().forward(Pass.inference(), in)),
            TOLERANCE);
      }
    }
  }

  @Test
  void dropoutZeroesItsShareAndScalesTheRestOnlyInTraining() {
    try (var model = sequential(input(10_000), dropout(0.25))) {
      model.seed(1);
      try (NDManager scope = model.network().newScope()) {
        NDArray x = scope.ones(new Shape(2, 10_000));
        x.setRequiresGradient(true);
        float[] one = training(model, x, 1);
        float[] gradient = x.getGradient().toFloatArray();
        assertArrayEquals(one, gradient, "what is dropped has no gradient");
        assertArrayEquals(one, training(model, x, 1), "the seed decides");
        float[] other = training(model, x, 2);
        int dropped = 0;
        int both = 0;
        for (int i = 0; i < one.length; i++) {
          assertTrue(one[i] == 0 || Math.abs(one[i] - 4 / 3f) < 1e-6, "value " + one[i]);
          dropped += one[i] == 0 ? 1 : 0;
          both += one[i] == 0 && other[i] == 0 ? 1 : 0;
        }
        // Within five standard deviations.
        assertEquals(5000, dropped, 5 * Math.sqrt(20_000 * 0.25 * 0.75));
        assertEquals(1250, both, 5 * Math.sqrt(20_000 / 16.0));
        assertArrayEquals(
            x.toFloatArray(), model.network().forward(Pass.inference(), x).toFloatArray());
      }
    }
  }

  private static float[] training(Sequential model, NDArray x, long seed) {
    try (GradientCollector collector = x.getManager().getEngine().newGradientCollector()) {
      NDArray y = model.network().forward(Pass.training(seed), x);
      collector.backward(y.sum());
      return y.toFloatArray();
    }
  }

  /**
   * oneDNN keeps channels in blocks of 8 or 16, in which a convolution and a normalization of few
   * channels never are. Here it meets both, in each order.
   */
  @ParameterizedTest
  @CsvSource({"24, 16, 16", "16, 24, 16", "16, 16, 24", "16, 16, 16", "8, 24, 8"})
  void channelsInBlocks(int channels, int middle, int filters) {
    var input = new Axis(3, 2, 2, true);
    var places = new Axis(2, 1, 1, true);
    check(
        new Shape(channels, 3, 3),
        residual(
                conv2d(middle, 2, LINEAR).strides(2).padding(Padding.SAME),
                batchNormalization(),
                conv2d(filters, 1, LINEAR))
            .shortcut(conv2d(filters, 2, LINEAR).strides(2).padding(Padding.SAME)),
        (x, p) -> {
          double[] first =
              Reference.conv(x, p.get(0), p.get(1), BATCH, channels, middle, input, input);
          double[] moments = Reference.moments(first, BATCH, middle, 4);
          double[] normal =
              Reference.normalize(first, moments, p.get(2), p.get(3), middle, 4, 1e-3);
          double[] main =
              Reference.conv(normal, p.get(6), p.get(7), BATCH, middle, filters, places, places);
          double[] side =
              Reference.conv(x, p.get(8), p.get(9), BATCH, channels, filters, input, input);
          Arrays.setAll(main, i -> main[i] + side[i]);
          return main;
        });
  }

  @Test
  void residualAddsTheShortcut() {
    check(new Shape(4), residual(activation(TANH)), elementwise(x -> Math.tanh(x) + x));
    check(
        new Shape(4),
        residual(activation(TANH), activation(RELU)).shortcut(activation(SIGMOID)),
        elementwise(x -> Math.max(0, Math.tanh(x)) + 1 / (1 + Math.exp(-x))));
  }

  @Test
  void weightsStartInTheRangeOfTheirFans() {
    assertRange(new Shape(8, 9, 9), conv2d(32, 3, RELU), Math.sqrt(6.0 / (9 * 8 + 9 * 32)));
    assertRange(
        new Shape(8, 9, 9),
        conv2d(32, 3, RELU).initializer(Initializer.HE_UNIFORM),
        Math.sqrt(6.0 / (9 * 8)));
    assertRange(new Shape(64, 7, 7), conv2dTranspose(32, 2, RELU).strides(2), Math.sqrt(6.0 / 384));
    assertRange(
        new Shape(100), dense(50, RELU).initializer(Initializer.HE_UNIFORM), Math.sqrt(6.0 / 100));
  }

  private static void assertRange(Shape input, Layer layer, double range) {
    try (var model = sequential(input(input.getShape()), layer)) {
      model.seed(1);
      double[] weights = doubles(model.network().weights().get(0).array());
      double largest = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
      assertTrue(largest <= range && largest > 0.99 * range, largest + " for " + range);
      assertEquals(0, Arrays.stream(weights).average().orElseThrow(), 0.1 * range);
    }
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThrows(IllegalArgumentException.class, () -> reshape(-1, 2));
    assertThrows(IllegalArgumentException.class, () -> reshape());
    assertThrows(IllegalArgumentException.class, () -> dense(4, RELU).name(""));
    assertThrows(IllegalArgumentException.class, () -> conv2d(0, 3, RELU));
    assertThrows(IllegalArgumentException.class, () -> conv2d(8, 0, RELU));
    assertThrows(IllegalArgumentException.class, () -> conv2d(8, 3, RELU).strides(0));
    assertThrows(IllegalArgumentException.class, () -> conv2d(8, 3, RELU).padding(-1));
    assertThrows(IllegalArgumentException.class, () -> conv2dTranspose(0, 3, RELU));
    assertThrows(IllegalArgumentException.class, () -> maxPooling2d(0));
    assertThrows(IllegalArgumentException.class, () -> dropout(1));
    assertThrows(IllegalArgumentException.class, () -> dropout(-0.1));
    assertThrows(IllegalArgumentException.class, () -> zeroPadding2d(-1));
    assertThrows(IllegalArgumentException.class, () -> residual());
    assertThrows(IllegalArgumentException.class, () -> batchNormalization().momentum(1.5));
    assertThrows(IllegalArgumentException.class, () -> batchNormalization().epsilon(0));
    assertRefused("conv2d: a window of 5 does not fit", new Shape(1, 4, 4), conv2d(1, 5, RELU));
    assertRefused("conv2d: the layer takes images", new Shape(16), conv2d(1, 5, RELU));
    assertRefused("reshape: 12 numbers", new Shape(12), reshape(2, 5));
    assertRefused(
        "add: the layers return (3) and the shortcut (4)", new Shape(4), residual(dense(3, RELU)));
    assertRefused(
        "dense: a dense layer takes a vector", new Shape(1, 4, 4), residual(dense(3, RELU)));
    assertRefused(
        "twin: the model has a layer of this name",
        new Shape(4),
        dense(3, RELU).name("twin"),
        dense(3, RELU).name("twin"));
    assertRefused(
        "conv2d: a window of 3 does not fit into 1 pixels: the input is 28 channels of 28 × 1"
            + " pixels. Channels come first: (1, 28, 28)",
        new Shape(28, 28, 1),
        conv2d(8, 3, RELU));
    assertRefused(
        "max_pooling2d: a window of 2 does not fit into 1 pixels: the input is 32 channels of 32 ×"
            + " 1 pixels",
        new Shape(32, 32, 1),
        maxPooling2d(2));
  }

  private static void assertRefused(String message, Shape input, Layer... layers) {
    var refused = assertThrows(IllegalArgumentException.class, () -> model(input, layers));
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    assertNull(refused.getCause(), "the same would be said twice");
  }

  private static Sequential model(Shape input, Layer... layers) {
    List<Layer> all = new ArrayList<>(List.of(input(input.getShape())));
    all.addAll(List.of(layers));
    return sequential(all);
  }

  @Test
  void aSettingMakesAnotherLayerAndLeavesTheOneThatStandsInAModel() {
    Conv2d placed = conv2d(4, 3, RELU);
    Sequential model = sequential(input(1, 8, 8), placed);
    Conv2d other = placed.strides(2).padding(Padding.SAME).name("other");
    assertEquals(new Shape(4, 6, 6), model.outputShape());
    assertEquals(new Shape(4, 4, 4), sequential(input(1, 8, 8), other).outputShape());
    assertEquals("other", other.name());
    assertEquals(
        "Conv2D(filters=4, kernel_size=3, strides=2, padding=same, activation=relu)",
        other.toString());
  }

  @Test
  void numbersAreCountedByTypeAndNamesAreKeras() {
    assertEquals("conv2d_transpose", conv2dTranspose(1, 1, RELU).name());
    assertEquals("batch_normalization", batchNormalization().name());
    assertEquals("max_pooling2d", maxPooling2d(2).name());
    assertEquals("global_average_pooling2d", globalAveragePooling2d().name());
    assertEquals("zero_padding2d", zeroPadding2d(1).name());
  }
}
