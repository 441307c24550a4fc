package demitasse.onnx;

import static demitasse.onnx.Closeness.assertClose;

import demitasse.layer.Node;
import demitasse.model.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** For any network, ONNX Runtime returns what our engine returns. */
class RandomNetworksTest {
  @Property(tries = 80)
  void onnxRuntimeReturnsTheSame(@ForAll long seed) throws IOException {
    check(seed, false);
  }

  @Property(tries = 20)
  void foldedNetworksReturnTheSame(@ForAll long seed) throws IOException {
    check(seed, true);
  }

  private static void check(long seed, boolean folded) throws IOException {
    Path file = Files.createTempFile("network", ".onnx");
    try (Sequential model = RandomNetwork.of(seed)) {
      float[][] inputs = RandomNetwork.inputs(model, 3, seed);
      List<Node> row = model.network().row();
      Node last = row.get(row.size() - 1);
      OnnxExport export = Onnx.of(model);
      (folded ? export.folded() : export).write(file);
      try (OnnxModel read = Onnx.read(file)) {
        Map<String, float[][]> outputs = read.predictAll(inputs);
        assertClose(model.predict(inputs), outputs.get(last.name()), model.toString());
      }
    } finally {
      Files.delete(file);
    }
  }
}
