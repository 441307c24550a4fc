package demitasse.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import demitasse.layer.Activation;
import demitasse.layer.Layers;
import demitasse.model.Models;
import demitasse.model.Sequential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private void write(String operation, ValueInfoProto... inputs) throws IOException {
    var graph = GraphProto.newBuilder().setName("g");
    var node = NodeProto.newBuilder().setOpType(operation).addOutput("y");
    for (ValueInfoProto input : inputs) {
      graph.addInput(input);
      node.addInput(input.getName());
    }
    graph.addNode(node).addOutput(value("y", DataType.FLOAT));
    var output = graph.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
    output.clearShape();
    Files.write(
        file(),
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build()
            .toByteArray());
  }

  @Test
  void anOperationThatNobodyKnowsIsNamed() throws IOException {
    write("Transmogrify", value("x", DataType.FLOAT, -1, 3));
    assertTrue(refusal().contains("Transmogrify"), () -> refusal());
  }

  @Test
  void aModelOfTwoInputsIsRefusedWithTheirNames() throws IOException {
    write("Add", value("left", DataType.FLOAT, -1, 3), value("right", DataType.FLOAT, -1, 3));
    assertTrue(refusal().contains("left, right"), () -> refusal());
  }

  @Test
  void aModelOfWholeNumbersIsRefusedWithTheirType() throws IOException {
    write("Neg", value("x", DataType.INT64, -1, 3));
    assertTrue(refusal().contains("INT64"), () -> refusal());
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
}
