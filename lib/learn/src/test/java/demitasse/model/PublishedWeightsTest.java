package demitasse.model;

import static demitasse.layer.Activation.ELU;
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
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.format.SafetensorsWriter;
import demitasse.data.format.Tensor;
import demitasse.train.CheckpointException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Weights in the layouts of PyTorch and of Keras, in both directions. What these libraries return
 * was computed by them, in src/test/python.
 */
class PublishedWeightsTest {
  @TempDir private Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(PublishedWeightsTest.class.getResource(name).toURI());
  }

  /** The network of pytorch_sequential.py. */
  private static Sequential network() {
    return network(6, true);
  }

  private static Sequential network(int units, boolean normalized) {
    return sequential(
        input(2, 8, 8),
        conv2d(3, 3, LINEAR).strides(2).padding(1),
        normalized ? batchNormalization() : activation(LINEAR),
        activation(ELU),
        conv2dTranspose(4, 3, RELU).strides(2),
        maxPooling2d(2),
        conv2d(5, 2, SIGMOID),
        flatten(),
        dense(units, TANH),
        dense(3, SOFTMAX));
  }

  private static float[][] rows(Path file, int first) throws IOException {
    List<String> lines = Files.readAllLines(file);
    float[][] rows = new float[lines.size() / 2][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = floats(lines.get(2 * i + first).split(","), 0);
    }
    return rows;
  }

  private static float[] floats(String[] texts, int from) {
    float[] values = new float[texts.length - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(texts[from + i]);
    }
    return values;
  }

  private static void assertClose(float[][] expected, float[][] found, double tolerance) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], found[i], (float) tolerance);
    }
  }

  @Test
  void aStateDictOfPyTorchsGivesItsOutputs() throws Exception {
    Path rows = resource("pytorch-sequential.csv");
    try (Sequential model = network()) {
      PyTorchWeights.load(resource("pytorch-sequential.safetensors"), model);
      assertClose(rows(rows, 1), model.predict(rows(rows, 0)), 1e-6);
    }
  }

  @Test
  void modulesOfOtherNamesAreToldByAMap() throws Exception {
    Path rows = resource("pytorch-sequential.csv");
    Map<String, String> modules =
        Map.of(
            "conv2d", "0",
            "batch_normalization", "1",
            "conv2d_transpose", "3",
            "conv2d_1", "6",
            "dense", "9",
            "dense_1", "11");
    Path file = resource("pytorch-sequential.safetensors");
    try (Sequential model = network()) {
      PyTorchWeights.load(file, model, modules);
      assertClose(rows(rows, 1), model.predict(rows(rows, 0)), 1e-6);
      Map<String, String> one = Map.of("conv2d", "0");
      var e =
          assertThrows(IllegalArgumentException.class, () -> PyTorchWeights.load(file, model, one));
      assertTrue(e.getMessage().contains("batch_normalization"), e.getMessage());
    }
  }

  @Test
  void weightsOfAnotherNetworkChangeNothing() throws Exception {
    Path file = resource("pytorch-sequential.safetensors");
    refusal(file, network(7, true), "9.weight");
    refusal(file, network(6, false), "modules");
  }

  private static void refusal(Path file, Sequential model, String named) {
    try (model) {
      float[][] before = model.weights();
      var e = assertThrows(CheckpointException.class, () -> PyTorchWeights.load(file, model));
      assertTrue(e.getMessage().contains(named), e.getMessage());
      assertArrayEquals(before, model.weights());
    }
  }

  /** In a file they stand in the order of the alphabet, which need not be that of the network. */
  @Test
  void modulesWithNamesAreNotTakenInTheOrderOfTheAlphabet() throws Exception {
    Path file = folder.resolve("named.safetensors");
    var writer = new SafetensorsWriter();
    float[] first = {1, 2, 3, 4};
    float[] last = {5, 6, 7, 8};
    List<Long> shape = List.of(2L, 2L);
    writer.add("first.weight", Tensor.Type.F32, shape, () -> FloatBuffer.wrap(first));
    writer.add("last.weight", Tensor.Type.F32, shape, () -> FloatBuffer.wrap(last));
    try (var out = Files.newOutputStream(file)) {
      writer.write(out);
    }
    refusal(file, sequential(input(2), dense(2, RELU), dense(2, RELU)), "[first, last]");
    try (Sequential model = sequential(input(2), dense(2, RELU), dense(2, RELU))) {
      PyTorchWeights.load(file, model, Map.of("dense", "last", "dense_1", "first"));
      float[] none = new float[2];
      assertArrayEquals(new float[][] {last, none, first, none}, model.weights());
    }
  }

  /** Needs a Python with PyTorch, which the nightly run has. */
  @Test
  void pyTorchReturnsTheSameWithOurWeights() throws Exception {
    Path weights = folder.resolve("ours.safetensors");
    Path rows = folder.resolve("ours.csv");
    try (Sequential model = network()) {
      PyTorchWeights.load(resource("pytorch-sequential.safetensors"), model);
      model.save(weights);
      float[][] inputs = rows(resource("pytorch-sequential.csv"), 0);
      float[][] outputs = model.predict(inputs);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < inputs.length; i++) {
        lines.add(line(inputs[i]));
        lines.add(line(outputs[i]));
      }
      Files.write(rows, lines);
    }
    String python = PythonPeer.with("torch", "safetensors", "numpy");
    String script = Path.of("src/test/python/pytorch_sequential.py").toString();
    PythonPeer.run(python, script, "check", weights.toString(), rows.toString());
  }

  private static String line(float[] values) {
    String text = Arrays.toString(values);
    return text.substring(1, text.length() - 1).replace(" ", "");
  }

  // ---- ResNet50

  /** Numbers that Python makes by the same formula, see published_resnet50.py. */
  private static float[] numbers(String name, int count, double offset, double scale) {
    var sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long step = (sum.getValue() + i * 2654435761L) & 0xffffffffL;
      values[i] = (float) (offset + scale * (step / 4294967296.0 - 0.5));
    }
    return values;
  }

  private float[][] write(String listing, Path file) throws Exception {
    var writer = new SafetensorsWriter();
    List<float[]> outputs = new ArrayList<>();
    for (String line : Files.readAllLines(resource(listing))) {
      String[] parts = line.split(" ");
      if (parts[0].equals("output")) {
        outputs.add(floats(parts, 1));
      } else {
        List<Long> shape = Arrays.stream(parts[1].split(",")).map(Long::valueOf).toList();
        int count = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        double offset = Double.parseDouble(parts[2]);
        double scale = Double.parseDouble(parts[3]);
        writer.add(
            parts[0],
            Tensor.Type.F32,
            shape,
            () -> FloatBuffer.wrap(numbers(parts[0], count, offset, scale)));
      }
    }
    if (listing.contains("torch")) {
      writer.add(
          "bn1.num_batches_tracked",
          Tensor.Type.I64,
          List.of(),
          () -> FloatBuffer.wrap(new float[] {7}));
    }
    try (var out = Files.newOutputStream(file)) {
      writer.write(out);
    }
    return outputs.toArray(float[][]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50-torchvision.txt", "resnet50-keras.txt"})
  void resNet50TakesPublishedWeights(String listing) throws Exception {
    Path file = folder.resolve("resnet50.safetensors");
    float[][] expected = write(listing, file);
    float[] images = numbers("input", 2 * 3 * 32 * 32, 0, 2);
    float[][] inputs = {
      Arrays.copyOf(images, images.length / 2),
      Arrays.copyOfRange(images, images.length / 2, images.length)
    };
    try (Sequential model = ResNet50.read(file, input(3, 32, 32))) {
      assertClose(expected, model.predict(inputs), 1e-4);
    }
  }

  @Test
  void anotherNetworkIsNotTakenForResNet50() throws Exception {
    Path file = resource("pytorch-sequential.safetensors");
    var e = assertThrows(CheckpointException.class, () -> ResNet50.read(file, input(3, 32, 32)));
    assertTrue(e.getMessage().contains("fc.bias"), e.getMessage());
  }
}
