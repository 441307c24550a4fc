package demitasse.onnx;

import static demitasse.data.preprocessing.Preprocessing.bgr;
import static demitasse.data.preprocessing.Preprocessing.caffe;
import static demitasse.data.preprocessing.Preprocessing.gaussianNoise;
import static demitasse.data.preprocessing.Preprocessing.normalization;
import static demitasse.data.preprocessing.Preprocessing.randomCrop;
import static demitasse.data.preprocessing.Preprocessing.randomFlip;
import static demitasse.data.preprocessing.Preprocessing.rescaling;
import static demitasse.data.preprocessing.Preprocessing.resizing;
import static demitasse.data.preprocessing.Preprocessing.torch;
import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.activation;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.layer.Layers.residual;
import static demitasse.layer.Layers.zeroPadding2d;
import static demitasse.model.Models.sequential;
import static demitasse.onnx.Closeness.assertClose;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.data.ImageSet;
import demitasse.data.Samples;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.layer.Activation;
import demitasse.layer.Layer;
import demitasse.layer.Pass;
import demitasse.model.Autoencoders;
import demitasse.model.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What our files contain, and that ONNX Runtime computes the same with them as our engine. */
class OnnxTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("model.onnx");
  }

  private ModelProto written() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file()));
  }

  private static List<String> operations(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private static Sequential classifier() {
    return sequential(
        input(1, 8, 8),
        conv2d(4, 3, RELU),
        maxPooling2d(2),
        dropout(0.5),
        flatten(),
        dense(5, SOFTMAX).name("probabilities"));
  }

  @Test
  void namesOfInputOutputAndLayersAreKept() throws IOException {
    Onnx.write(classifier(), file());
    ModelProto model = written();
    assertEquals("input", model.getGraph().getInput(0).getName());
    assertEquals("probabilities", model.getGraph().getOutput(0).getName());
    assertEquals(
        List.of(
            "conv2d/Conv",
            "conv2d",
            "max_pooling2d",
            "flatten",
            "probabilities/Gemm",
            "probabilities"),
        model.getGraph().getNodeList().stream().map(NodeProto::getName).toList());
    assertEquals(
        List.of(
            "conv2d.bias",
            "conv2d.weight",
            "flatten.shape",
            "probabilities.bias",
            "probabilities.weight"),
        model.getGraph().getInitializerList().stream().map(TensorProto::getName).sorted().toList());
    assertEquals(17, model.getOpsetImport(0).getVersion());
  }

  @Test
  void anyNumberOfInputsPassesAtOnce() {
    Sequential model = classifier();
    Onnx.write(model, file());
    try (OnnxModel read = Onnx.read(file())) {
      assertEquals(new Shape(1, 8, 8), read.inputShape());
      assertEquals(17, read.opset());
      for (int count : new int[] {1, 3, 300}) {
        float[][] inputs = RandomNetwork.inputs(model, count, count);
        assertClose(model.predict(inputs), read.predict(inputs), count + " inputs");
      }
      assertEquals(0, read.predict(new float[0][]).length);
    }
  }

  @Test
  void layersThatAreAskedForAreOutputs() {
    Sequential model = classifier();
    Onnx.of(model).outputs("conv2d", "dropout", "probabilities").write(file());
    try (OnnxModel read = Onnx.read(file())) {
      float[][] inputs = RandomNetwork.inputs(model, 2, 1);
      Map<String, float[][]> outputs = read.predictAll(inputs);
      assertEquals(List.of("conv2d", "dropout", "probabilities"), List.copyOf(outputs.keySet()));
      assertClose(model.first(1).predict(inputs), outputs.get("conv2d"), "feature maps");
      assertClose(model.first(2).predict(inputs), outputs.get("dropout"), "pooled");
      assertClose(model.predict(inputs), outputs.get("probabilities"), "probabilities");
    }
  }

  @Test
  void whatNoOutputNeedsIsNotWritten() throws IOException {
    Onnx.of(classifier()).outputs("conv2d").write(file());
    assertEquals(List.of("Conv", "Relu"), operations(written()));
    assertEquals(2, written().getGraph().getInitializerCount());
  }

  @Test
  void anOutputThatIsNotThereIsRefusedWithThoseThatAre() {
    OnnxExport export = Onnx.of(classifier()).outputs("conv_1");
    var e = assertThrows(IllegalArgumentException.class, () -> export.write(file()));
    assertTrue(e.getMessage().contains("\"conv_1\""), e.getMessage());
    assertTrue(e.getMessage().contains("conv2d, max_pooling2d"), e.getMessage());
    assertFalse(Files.exists(file()));
    assertThrows(IllegalArgumentException.class, () -> Onnx.of(classifier()).outputs());
    assertThrows(IllegalArgumentException.class, () -> Onnx.of(classifier()).outputs("a", "a"));
  }

  @Test
  void encoderAndDecoderAreWrittenAlone() {
    var encoder = Autoencoders.encoder(ELU);
    var decoder = Autoencoders.decoder(ELU);
    var model = sequential(input(1, 28, 28), encoder, decoder);
    RandomNetwork.drawWeights(model, 1);
    float[][] images = RandomNetwork.inputs(model, 2, 1);
    Onnx.write(encoder, folder.resolve("encoder.onnx"));
    Onnx.write(decoder, folder.resolve("decoder.onnx"));
    try (OnnxModel first = Onnx.read(folder.resolve("encoder.onnx"));
        OnnxModel second = Onnx.read(folder.resolve("decoder.onnx"))) {
      float[][] codes = first.predict(images);
      assertClose(encoder.predict(images), codes, "codes");
      assertClose(model.predict(images), second.predict(codes), "images");
    }
  }

  @Test
  void aNormalizationBehindALinearLayerIsFolded() throws IOException {
    var model =
        sequential(
            input(2, 6, 6),
            conv2d(3, 3, LINEAR),
            batchNormalization(),
            activation(RELU),
            conv2d(4, 2, RELU),
            batchNormalization(),
            flatten(),
            dense(5, LINEAR),
            batchNormalization());
    RandomNetwork.drawWeights(model, 2);
    Onnx.of(model).folded().write(file());
    assertEquals(
        List.of("Conv", "Relu", "Conv", "Relu", "BatchNormalization", "Reshape", "Gemm"),
        operations(written()));
    float[][] inputs = RandomNetwork.inputs(model, 3, 1);
    try (OnnxModel read = Onnx.read(file())) {
      assertEquals(List.of("batch_normalization_2"), read.outputs());
      assertClose(model.predict(inputs), read.predict(inputs), "folded");
    }
  }

  /** The shortcut takes the convolution's result as it is. */
  @Test
  void aNormalizationIsNotFoldedIntoWhatAnotherNeeds() throws IOException {
    var model = sequential(input(2, 6, 6), conv2d(3, 3, LINEAR), residual(batchNormalization()));
    RandomNetwork.drawWeights(model, 3);
    Onnx.of(model).folded().write(file());
    assertEquals(List.of("Conv", "BatchNormalization", "Add"), operations(written()));
    float[][] inputs = RandomNetwork.inputs(model, 3, 1);
    try (OnnxModel read = Onnx.read(file())) {
      assertClose(model.predict(inputs), read.predict(inputs), "not folded");
    }
  }

  /** ONNX Runtime would take the border for the pooling's own, which is never the largest. */
  @Test
  void zerosAroundAnImageAreLargerThanNegativeNumbers() {
    var model = sequential(input(1, 4, 4), zeroPadding2d(1), maxPooling2d(3).strides(2));
    float[][] inputs = new float[1][16];
    Arrays.fill(inputs[0], -1);
    Onnx.write(model, file());
    try (OnnxModel read = Onnx.read(file())) {
      assertClose(model.predict(inputs), read.predict(inputs), "padded and pooled");
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void weightsTakeTheSpaceThatIsAskedFor(Precision precision) throws IOException {
    var decoder = Autoencoders.decoder(ELU);
    var model = sequential(input(64), decoder);
    RandomNetwork.drawWeights(model, 4);
    Onnx.of(model).precision(precision).write(file());
    double bytes =
        switch (precision) {
          case FLOAT32 -> 4;
          case FLOAT16 -> 2;
          case INT8 -> 1;
        };
    double tolerance =
        switch (precision) {
          case FLOAT32 -> Closeness.FLOATS;
          case FLOAT16 -> 2e-3;
          case INT8 -> 3e-2;
        };
    // A factor for each of the dense layer's 3,136 units comes with whole numbers.
    assertEquals(212_833 * bytes, Files.size(file()), 35_000);
    float[][] inputs = RandomNetwork.inputs(model, 3, 1);
    try (OnnxModel read = Onnx.read(file())) {
      assertClose(model.predict(inputs), read.predict(inputs), tolerance, precision.name());
    }
  }

  @Test
  void aFilterOfZerosStaysOne() {
    var model = sequential(input(3), dense(2, LINEAR));
    model.setWeights(new float[] {0, 0, 0, 1, -2, 3}, new float[] {5, 6});
    Onnx.of(model).precision(Precision.INT8).write(file());
    try (OnnxModel read = Onnx.read(file())) {
      float[][] outputs = read.predict(new float[][] {{1, 1, 1}});
      assertArrayEquals(new float[] {5, 8}, outputs[0], 0.05f);
    }
  }

  // ---- preprocessing

  private static ImageSet images(int channels, int height, int width) {
    byte[] pixels = new byte[4 * channels * height * width];
    new Random(1).nextBytes(pixels);
    return ImageSet.of(
        "noise", new ImageShape(channels, height, width), pixels, new int[4], List.of("noise"));
  }

  private static float[][] pixels(ImageSet set) {
    return IntStream.range(0, set.size())
        .mapToObj(
            image -> {
              byte[] bytes = set.pixels(image);
              float[] values = new float[bytes.length];
              for (int i = 0; i < values.length; i++) {
                values[i] = bytes[i] & 0xff;
              }
              return values;
            })
        .toArray(float[][]::new);
  }

  /** Checks that the file makes of pixel values what the model makes of the set. */
  private void assertPreprocessed(ImageSet seen, ImageSet exported) {
    Shape shape = exported.inputShape();
    var model =
        shape.dimension() == 1
            ? sequential(input(shape.getShape()), dense(3, LINEAR))
            : sequential(input(shape.getShape()), flatten(), dense(3, LINEAR));
    Onnx.of(model).preprocessing(exported).write(file());
    try (OnnxModel read = Onnx.read(file())) {
      assertEquals(
          new Shape(
              seen.imageShape().channels(), seen.imageShape().height(), seen.imageShape().width()),
          read.inputShape());
      assertClose(model.predict(seen), read.predict(pixels(seen)), exported.toString());
    }
  }

  @Test
  void preprocessingIsPartOfTheGraph() {
    ImageSet colour = images(3, 6, 9);
    ImageSet grey = images(1, 7, 5);
    for (ImageSet set :
        List.of(
            colour,
            grey.flat(),
            colour.preprocess(),
            colour.preprocess(rescaling(1 / 127.5f, -1)),
            colour.preprocess(caffe()),
            colour.preprocess(torch()),
            colour.preprocess(bgr(), normalization(colour)),
            colour.preprocess(resizing(4, 13, Interpolation.BILINEAR), rescaling(1 / 255f)),
            colour.preprocess(resizing(4, 5, Interpolation.AREA), rescaling(1 / 255f)),
            grey.preprocess(resizing(14, 3, Interpolation.NEAREST), rescaling(1 / 255f)),
            colour.channelsLast(),
            colour.channelsLast().flat())) {
      assertPreprocessed(set, set);
    }
  }

  @Test
  void stepsForTrainingAreLeftOut() {
    ImageSet set = images(3, 6, 6).preprocess(rescaling(1 / 255f));
    assertPreprocessed(
        set, set.preprocess(randomFlip(), randomCrop(2), rescaling(1 / 255f), gaussianNoise(0.3)));
  }

  @Test
  void aFlatModelTakesImagesAsTheyAre() {
    ImageSet set = images(1, 4, 4);
    var model = sequential(input(16), dense(3, SIGMOID));
    Onnx.of(model).preprocessing(set).write(file());
    try (OnnxModel read = Onnx.read(file())) {
      assertClose(model.predict(set), read.predict(pixels(set)), "flat");
    }
    var other = Onnx.of(sequential(input(15), dense(3, SIGMOID)));
    var e = assertThrows(IllegalArgumentException.class, () -> other.preprocessing(set));
    assertTrue(e.getMessage().contains("(15)"), e.getMessage());
  }

  @Test
  void aStepOfOnesOwnIsNamed() {
    Preprocessing step =
        new Preprocessing() {
          @Override
          public String name() {
            return "squares";
          }

          @Override
          public void apply(
              float[] image, ImageShape shape, float[] result, RandomGenerator random) {
            for (int i = 0; i < shape.size(); i++) {
              result[i] = image[i] * image[i];
            }
          }
        };
    OnnxExport export =
        Onnx.of(sequential(input(16), dense(3, SIGMOID)))
            .preprocessing(images(1, 4, 4).preprocess(step));
    var e = assertThrows(UnsupportedOperationException.class, () -> export.write(file()));
    assertTrue(e.getMessage().contains("squares"), e.getMessage());
  }

  /** Doubles; says only how. */
  private static final class Twice extends Layer {
    Twice() {
      super("Twice", null, Activation.LINEAR);
    }

    @Override
    public Layer name(String name) {
      return new Twice();
    }

    @Override
    protected Shape outputShape(Shape input) {
      return input;
    }

    @Override
    protected NDArray call(Pass pass, NDArray x) {
      return x.mul(2);
    }
  }

  @Test
  void aLayerOfOnesOwnIsNamed() {
    var model = sequential(input(3), new Twice());
    var e = assertThrows(UnsupportedOperationException.class, () -> Onnx.write(model, file()));
    assertTrue(e.getMessage().contains("Twice"), e.getMessage());
  }

  // ---- centres

  @Test
  void centresFindTheClusterOfEachPoint() {
    var random = new Random(5);
    float[][] points = new float[60][4];
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < 4; d++) {
        points[i][d] = (float) (i % 3 * 5 + random.nextGaussian());
      }
    }
    var clusters = KMeans.fit(points, KMeansOptions.of(3).seed(1));
    Onnx.write(clusters, file());
    try (OnnxModel read = Onnx.read(file())) {
      Map<String, float[][]> outputs = read.predictAll(points);
      for (int i = 0; i < points.length; i++) {
        assertEquals(clusters.labels()[i], (int) outputs.get("cluster")[i][0]);
      }
      double inertia = 0;
      for (float[] distances : outputs.get("squared_distances")) {
        inertia += Math.min(distances[0], Math.min(distances[1], distances[2]));
      }
      assertEquals(clusters.inertia(), inertia, 1e-4 * inertia);
    }
  }

  // ---- metadata

  @Test
  void theFileTellsOfItsTraining() {
    var model = sequential(input(3), dense(2, SIGMOID));
    model.compile(adam(1e-3), mse()).seed(7);
    float[][] inputs = RandomNetwork.inputs(model, 20, 1);
    model.fit(Samples.of(inputs, new float[20][2]), epochs(2).batchSize(10));
    Onnx.of(model).licence("Apache-2.0").metadata("data", "noise").write(file());
    try (OnnxModel read = Onnx.read(file())) {
      Map<String, String> texts = read.metadata();
      assertEquals("Apache-2.0", texts.get("model_license"));
      assertEquals("noise", texts.get("data"));
      assertEquals("7", texts.get("training.seed"));
      assertEquals("2", texts.get("training.epochs"));
      assertEquals(model.history().last("loss"), Double.parseDouble(texts.get("training.loss")), 0);
      assertEquals(3, texts.get("training.history").lines().count());
    }
  }

  // ---- trouble

  @Test
  void aClosedModelSaysSo() {
    Onnx.write(classifier(), file());
    OnnxModel read = Onnx.read(file());
    read.close();
    read.close();
    var e = assertThrows(IllegalStateException.class, () -> read.predict(new float[1][64]));
    assertEquals("the model was closed; read its file again", e.getMessage());
    assertEquals(new Shape(1, 8, 8), read.inputShape());
  }

  @Test
  void aModelThatDoesNotKnowItsInputIsRefused() {
    var model = sequential(dense(2, SIGMOID));
    assertThrows(IllegalStateException.class, () -> Onnx.write(model, file()));
    assertFalse(Files.exists(file()));
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Path notAFolder = folder.resolve("file");
    Files.writeString(notAFolder, "text");
    var model = sequential(input(3), dense(2, SIGMOID));
    var e =
        assertThrows(OnnxException.class, () -> Onnx.write(model, notAFolder.resolve("m.onnx")));
    assertTrue(e.getMessage().contains("m.onnx"), e.getMessage());
    Files.createDirectories(file().resolve("full"));
    assertThrows(OnnxException.class, () -> Onnx.write(model, file()));
    try (var left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }
}
