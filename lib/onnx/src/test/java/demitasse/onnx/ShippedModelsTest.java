package demitasse.onnx;

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
import static demitasse.onnx.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import demitasse.data.generated.GeneratedDigits;
import demitasse.layer.Activation;
import demitasse.layer.Layer;
import demitasse.model.Autoencoders;
import demitasse.model.Classifiers;
import demitasse.model.Pretrained;
import demitasse.model.ResNet50;
import demitasse.model.Sequential;
import demitasse.train.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Models with the weights that come with the course, and a model made by PyTorch. */
class ShippedModelsTest {
  @TempDir private Path folder;

  /** Of the weights that come with the course. */
  static final List<String> NAMES =
      List.of(
          "mnist-cnn",
          "cifar100-cnn",
          "small-resnet-cifar100",
          "cnn-autoencoder",
          "elu-autoencoder");

  static Sequential model(String name) {
    return switch (name) {
      case "mnist-cnn" -> Classifiers.mnist();
      case "cifar100-cnn" -> Classifiers.cifar100();
      case "small-resnet-cifar100" -> smallResNet();
      case "cnn-autoencoder" -> Autoencoders.convolutional(Activation.RELU);
      case "elu-autoencoder" -> Autoencoders.convolutional(Activation.ELU);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The one of chapter 4, which builds it in a cell. */
  private static Sequential smallResNet() {
    List<Layer> layers =
        new ArrayList<>(
            List.of(
                input(3, 32, 32),
                conv2d(32, 3, LINEAR).padding(1),
                batchNormalization(),
                activation(RELU)));
    for (int filters : new int[] {48, 96, 192}) {
      layers.add(
          residual(
                  conv2d(filters, 3, LINEAR).padding(1).strides(2),
                  batchNormalization(),
                  activation(RELU),
                  conv2d(filters, 3, LINEAR).padding(1),
                  batchNormalization())
              .shortcut(conv2d(filters, 1, LINEAR).padding(0).strides(2), batchNormalization()));
      layers.add(activation(RELU));
    }
    layers.addAll(List.of(globalAveragePooling2d(), dense(100, SOFTMAX)));
    return sequential(layers);
  }

  /**
   * Returns digits for models of digits: for noise their outputs are so small that rounding shows.
   */
  private static float[][] images(Sequential model) {
    int size = (int) model.inputShape().size();
    ImageSet digits = ImageSet.of(GeneratedDigits.draw("digits", 8, 1));
    var random = new Random(1);
    float[][] rows = new float[8][size];
    for (int i = 0; i < rows.length; i++) {
      byte[] pixels = new byte[size];
      random.nextBytes(pixels);
      pixels = size == 28 * 28 ? digits.pixels(i) : pixels;
      for (int p = 0; p < size; p++) {
        rows[i][p] = (pixels[p] & 0xff) / 255f;
      }
    }
    return rows;
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyShippedModelReturnsTheSame(String name) {
    Path file = folder.resolve(name + ".onnx");
    try (Sequential model = model(name)) {
      History history = Pretrained.load(name, model);
      float[][] images = images(model);
      float[][] expected = model.predict(images);
      for (OnnxExport export : List.of(Onnx.of(model), Onnx.of(model).folded())) {
        export.training(history).write(file);
        try (OnnxModel read = Onnx.read(file)) {
          assertClose(expected, read.predict(images), name);
          assertEquals(
              history.epochs().size(), Integer.parseInt(read.metadata().get("training.epochs")));
        }
      }
    }
  }

  @Test
  void resNet50ReturnsTheSame() {
    Path file = folder.resolve("resnet50.onnx");
    try (Sequential model = ResNet50.of(input(3, 32, 32), 10)) {
      float[][] images = images(model);
      Onnx.write(model, file);
      try (OnnxModel read = Onnx.read(file)) {
        assertClose(model.predict(images), read.predict(images), "ResNet50");
      }
    }
  }

  /** The model was trained and exported by PyTorch, with src/test/python/pytorch_digits.py. */
  @Test
  void aModelOfPyTorchsReadsOurDigits() throws Exception {
    ImageSet test = Mnist.load().test();
    assumeFalse(test.isGenerated(), "the model was trained on the real digits, which are not here");
    Path file = Path.of(getClass().getResource("pytorch-digits.onnx").toURI());
    try (OnnxModel model = Onnx.read(file)) {
      assertEquals(List.of("scores"), model.outputs());
      float[][] scores = model.predict(test.take(2_000));
      int right = 0;
      for (int i = 0; i < scores.length; i++) {
        right += largest(scores[i]) == test.label(i) ? 1 : 0;
      }
      assertTrue(right > 0.92 * scores.length, right + " of " + scores.length);
    }
  }

  private static int largest(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }
}
