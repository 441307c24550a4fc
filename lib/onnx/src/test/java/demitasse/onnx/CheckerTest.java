package demitasse.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.data.ImageSet;
import demitasse.data.generated.GeneratedDigits;
import demitasse.model.Pretrained;
import demitasse.model.Sequential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our files keep the rules of Python's package onnx. {@code DEMITASSE_PEERS} names a Python that
 * has it.
 */
@EnabledIfEnvironmentVariable(named = "DEMITASSE_PEERS", matches = ".+")
class CheckerTest {
  private static final int NETWORKS = 200;

  @TempDir private Path folder;

  @Test
  void theCheckerAcceptsEachFile() throws IOException, InterruptedException {
    for (long seed = 0; seed < NETWORKS; seed++) {
      try (Sequential model = RandomNetwork.of(seed)) {
        writeEachWay("network-" + seed, model);
      }
    }
    for (String name : ShippedModelsTest.NAMES) {
      try (Sequential model = ShippedModelsTest.model(name)) {
        Pretrained.load(name, model);
        writeEachWay(name, model);
      }
    }
    ImageSet digits = ImageSet.of(GeneratedDigits.draw("digits", 8, 1));
    try (Sequential model = ShippedModelsTest.model("mnist-cnn")) {
      Onnx.of(model).preprocessing(digits).write(folder.resolve("pixels.onnx"));
    }
    float[][] places = {{0, 1}, {2, 3}, {4, 5}, {7, 7}};
    Onnx.write(KMeans.fit(places, KMeansOptions.of(2).seed(1)), folder.resolve("clusters.onnx"));
    assertEquals(written(), accepted());
  }

  private void writeEachWay(String name, Sequential model) {
    for (Precision precision : Precision.values()) {
      Path file = folder.resolve(name + "-" + precision + ".onnx");
      Onnx.of(model).precision(precision).write(file);
    }
    Onnx.of(model).folded().write(folder.resolve(name + "-folded.onnx"));
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Returns the files up to the first that is refused, and what is said about that one. */
  private List<String> accepted() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getenv("DEMITASSE_PEERS"),
                Path.of("src/test/python/check_models.py").toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }
}
