package demitasse.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import demitasse.data.Samples;
import demitasse.layer.Activation;
import demitasse.layer.Layers;
import demitasse.model.Models;
import demitasse.model.Sequential;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files from other tools, and files that are not models. */
class ForeignFilesTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("foreign.onnx");
  }

  private String refusal() {
    String message = assertThrows(OnnxException.class, () -> Onnx.read(file())).getMessage();
    assertTrue(message.startsWith(file().toString()), message);
    return message;
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertTrue(refusal().contains("no such file"));
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    byte[] noise = new byte[500];
    new Random(1).nextBytes(noise);
    for (byte[] bytes :
        new byte[][] {
          {}, "not a model".getBytes(StandardCharsets.UTF_8), {(byte) 0x89, 'P', 'N', 'G'}, noise
        }) {
      Files.write(file(), bytes);
      assertTrue(refusal().contains("not an ONNX model"), () -> refusal());
    }
  }

  @Test
  void aDamagedModelIsRefusedWhereverItIsCutOff() throws IOException {
    Sequential model =
        Models.sequential(Layers.input(4), Layers.dense(3, Activation.SOFTMAX).name("last"));
    Onnx.write(model, file());
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file(), Arrays.copyOf(whole, length));
      refusal();
    }
  }

  // ---- graphs put together by hand

  private static ValueInfoProto value(String name, DataType type, long... sides) {
    var info = ValueInfoProto.newBuilder().setName(name);
    var tensor = info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    for (long side : sides) {
      var dimension = tensor.getShapeBuilder().addDimBuilder();
      if (side < 0) {
        dimension.setDimParam("open" + -side);
      } else {
        dimension.setDimValue(side);
      }
    }
    return info.build();
  }

  /** Writes a graph of one operation, whose output y has the type of its first input. */
  private void write(String operation, ValueInfoProto... inputs) throws IOException {
    var graph = GraphProto.newBuilder();
    var node = graph.addNodeBuilder().setOpType(operation).addOutput("y");
    for (ValueInfoProto input : inputs) {
      graph.addInput(input);
      node.addInput(input.getName());
    }
    var type = inputs[0].getType().getTensorType().getElemType();
    graph.addOutput(value("y", DataType.forNumber(type)));
    write(graph);
  }

  private void write(GraphProto.Builder graph) throws IOException {
    // How many sides the outputs have is for ONNX Runtime to find out.
    for (var output : graph.getOutputBuilderList()) {
      output.getTypeBuilder().getTensorTypeBuilder().clearShape();
    }
    Files.write(
        file(),
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph.setName("g"))
            .build()
            .toByteArray());
  }

  @Test
  void anOperationThatNobodyKnowsIsNamed() throws IOException {
    write("Transmogrify", value("x", DataType.FLOAT, -1, 3));
    assertTrue(refusal().contains("Transmogrify"), () -> refusal());
  }

  @Test
  void eachOfSeveralInputsIsGivenByItsName() throws IOException {
    write("Sub", value("left", DataType.FLOAT, -1, 2), value("right", DataType.FLOAT, -1, 2));
    float[][] left = new float[300][2];
    float[][] right = new float[300][2];
    for (int i = 0; i < 300; i++) {
      left[i][1] = i;
      right[i][0] = 1;
    }
    try (OnnxModel model = Onnx.read(file())) {
      assertEquals(List.of("left", "right"), model.inputs());
      assertEquals(new Shape(2), model.inputShape("right"));
      float[][] y = model.predictAll(Map.of("right", right, "left", left)).get("y");
      for (int i = 0; i < 300; i++) {
        assertArrayEquals(new float[] {-1, i}, y[i]);
      }
      for (Executable wrong :
          List.<Executable>of(
              () -> model.predict(left),
              () -> model.inputShape(),
              () -> model.inputShape("middle"),
              () -> model.predictAll(Map.of("left", left)),
              () -> model.predictAll(Map.of("left", left, "middle", right)))) {
        String message = assertThrows(IllegalArgumentException.class, wrong).getMessage();
        assertTrue(message.contains("[left, right]"), message);
      }
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> model.predictAll(Map.of("left", left, "right", new float[7][2])));
      assertEquals("the input left has 300 rows, and right has 7", e.getMessage());
    }
  }

  @Test
  void anInputWithADefaultKeepsIt() throws IOException {
    var graph = GraphProto.newBuilder();
    graph.addInput(value("x", DataType.FLOAT, -1, 2)).addInput(value("w", DataType.FLOAT, 2));
    graph.addInitializer(tensor("w").addFloatData(10).addFloatData(20));
    graph.addNodeBuilder().setOpType("Add").addInput("x").addInput("w").addOutput("y");
    write(graph.addOutput(value("y", DataType.FLOAT)));
    try (OnnxModel model = Onnx.read(file())) {
      assertEquals(List.of("x"), model.inputs());
      assertArrayEquals(new float[][] {{11, 22}}, model.predict(new float[][] {{1, 2}}));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "FLOAT16", "INT64", "INT32", "INT8", "UINT8"})
  void numbersAreConvertedToTheTypeOfTheInput(DataType type) throws IOException {
    write("Identity", value("x", type, -1, 3));
    float[][] rows = {{0, 1, 2}, {127, 3, 5}};
    try (OnnxModel model = Onnx.read(file())) {
      assertArrayEquals(rows, model.predict(rows));
    }
  }

  @Test
  void truthValuesAreZeroAndOne() throws IOException {
    write("Not", value("x", DataType.BOOL, -1, 2));
    try (OnnxModel model = Onnx.read(file())) {
      float[][] rows = {{0, 1}, {1, 1}, {0, 0}};
      assertArrayEquals(new float[][] {{1, 0}, {0, 0}, {1, 1}}, model.predict(rows));
    }
  }

  @Test
  void aModelForBytesTakesThemAllAndRefusesOtherNumbers() throws IOException {
    write("Identity", value("x", DataType.UINT8, -1, 1));
    try (OnnxModel model = Onnx.read(file())) {
      float[][] all = new float[256][1];
      for (int i = 0; i < 256; i++) {
        all[i][0] = i;
      }
      assertArrayEquals(all, model.predict(all));
      for (float wrong : new float[] {0.5f, -1, 256, Float.NaN, Float.POSITIVE_INFINITY}) {
        float[][] rows = {{1}, {wrong}};
        var e = assertThrows(IllegalArgumentException.class, () -> model.predict(rows));
        assertEquals(
            "the model takes whole numbers from 0 to 255 (uint8) as its input x, not " + wrong,
            e.getMessage());
      }
    }
  }

  @Test
  void aModelOfTextIsRefused() throws IOException {
    write("Identity", value("x", DataType.STRING, -1, 3));
    assertTrue(refusal().contains("input x is of type STRING"), () -> refusal());
  }

  @Test
  void outputsThatAreTextAreLeftOut() throws IOException {
    var graph = GraphProto.newBuilder().addInput(value("x", DataType.FLOAT, -1, 2));
    graph
        .addNodeBuilder()
        .setOpType("Cast")
        .addInput("x")
        .addOutput("names")
        .addAttributeBuilder()
        .setName("to")
        .setType(AttributeType.INT)
        .setI(DataType.STRING.getNumber());
    graph.addNodeBuilder().setOpType("Neg").addInput("x").addOutput("y");
    graph.addOutput(value("names", DataType.STRING)).addOutput(value("y", DataType.FLOAT));
    write(graph);
    try (OnnxModel model = Onnx.read(file())) {
      assertEquals(List.of("y"), model.outputs());
      assertArrayEquals(new float[][] {{-1, -2}}, model.predict(new float[][] {{1, 2}}));
    }
  }

  @Test
  void anOutputThatIsNotOneRowForEachInputIsNamed() throws IOException {
    write("ReduceSum", value("x", DataType.FLOAT, -1, 2));
    try (OnnxModel model = Onnx.read(file())) {
      var e = assertThrows(OnnxException.class, () -> model.predict(new float[3][2]));
      assertTrue(e.getMessage().contains("output y has the shape (1, 1)"), e.getMessage());
    }
  }

  @Test
  void imagesWithTheirChannelsLastAreGivenSo() throws IOException {
    write("Flatten", value("x", DataType.FLOAT, -1, 2, -2, 3));
    // A pixel is its channel, its row and its column, as digits.
    float[][][][] images = new float[1][3][2][2];
    for (int i = 0; i < 12; i++) {
      images[0][i / 4][i / 2 % 2][i % 2] = i / 4 * 100 + i / 2 % 2 * 10 + i % 2;
    }
    try (OnnxModel model = Onnx.read(file())) {
      float[][] expected = {{0, 100, 200, 1, 101, 201, 10, 110, 210, 11, 111, 211}};
      assertArrayEquals(expected, model.predict(Samples.of(images, new int[1])));
    }
  }

  private static TensorProto.Builder tensor(String name) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.FLOAT.getNumber())
        .addDims(2);
  }

  /** As PyTorch's exporter writes them. */
  @Test
  void weightsMayLieInAFileBesideTheModel() throws IOException {
    var graph = GraphProto.newBuilder().addInput(value("x", DataType.FLOAT, -1, 2));
    graph.addInitializer(
        tensor("w")
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("w.data")));
    graph.addNodeBuilder().setOpType("Add").addInput("x").addInput("w").addOutput("y");
    write(graph.addOutput(value("y", DataType.FLOAT)));
    assertTrue(refusal().contains("w.data"), () -> refusal());
    var weights = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(3).putFloat(4);
    Files.write(folder.resolve("w.data"), weights.array());
    try (OnnxModel model = Onnx.read(file())) {
      assertArrayEquals(new float[][] {{4, 6}}, model.predict(new float[][] {{1, 2}}));
    }
  }

  @Test
  void aModelThatTakesOneInputAtATimeGetsOneAtATime() throws IOException {
    write("Neg", value("x", DataType.FLOAT, 1, 2));
    try (OnnxModel model = Onnx.read(file())) {
      float[][] outputs = model.predict(new float[][] {{1, 2}, {3, 4}, {5, 6}});
      assertArrayEquals(new float[][] {{-1, -2}, {-3, -4}, {-5, -6}}, outputs);
    }
  }

  @Test
  void aModelThatTakesFourInputsAtATimeGetsTheLastWithZeros() throws IOException {
    write("Neg", value("x", DataType.FLOAT, 4, 1));
    try (OnnxModel model = Onnx.read(file())) {
      float[][] outputs = model.predict(new float[][] {{1}, {2}, {3}, {4}, {5}, {6}});
      assertArrayEquals(new float[][] {{-1}, {-2}, {-3}, {-4}, {-5}, {-6}}, outputs);
    }
  }

  @Test
  void inputsThatDoNotFitAreRefusedWithBothShapes() throws IOException {
    write("Neg", value("x", DataType.FLOAT, -1, 3, -2, 5));
    try (OnnxModel model = Onnx.read(file())) {
      assertEquals(new Shape(3, -1, 5), model.inputShape());
      var e = assertThrows(IllegalArgumentException.class, () -> model.predict(new float[2][30]));
      assertTrue(e.getMessage().contains("(3, -1, 5)"), e.getMessage());
      assertTrue(e.getMessage().contains("(30)"), e.getMessage());
    }
  }

  @Test
  void rowsOfDifferentLengthsAreRefused() throws IOException {
    write("Neg", value("x", DataType.FLOAT, -1, 3));
    try (OnnxModel model = Onnx.read(file())) {
      float[][] rows = {{1, 2, 3}, {1, 2}};
      var e = assertThrows(IllegalArgumentException.class, () -> model.predict(rows));
      assertTrue(e.getMessage().contains("row 1 has 2 numbers"), e.getMessage());
    }
  }

  @Test
  void aStopEndsAfterTheBatchAtHand() throws IOException {
    write("Neg", value("x", DataType.FLOAT, -1, 2));
    try (OnnxModel model = Onnx.read(file())) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> model.predict(new float[1000][2]));
      assertTrue(Thread.interrupted());
      Samples samples = Samples.of(new float[1000][2], new int[1000]);
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> model.predict(samples));
      assertTrue(Thread.interrupted());
    }
  }
}
