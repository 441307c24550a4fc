package demitasse.train;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Activation.SOFTMAX;
import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.flatten;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.accuracy;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.sparseCategoricalCrossentropy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * MXNet may work on threads of its own: a user's setting asks for it, or MXNet was loaded before
 * ours was made. Then no number is to be read before it is there.
 */
class AsynchronousEngineTest {
  @RegisterExtension final Printed printed = new Printed();

  private static History train() {
    ImageSet digits = Mnist.generated().test().take(256);
    try (var model =
        sequential(
            input(1, 28, 28),
            conv2d(8, 3, RELU).strides(2),
            batchNormalization(),
            flatten(),
            dropout(0.25),
            dense(10, SOFTMAX))) {
      return model
          .compile(adam(0.01), sparseCategoricalCrossentropy(), accuracy())
          .seed(7)
          .fit(digits, epochs(3).batchSize(16).validation(digits));
    }
  }

  /** Trains, and writes the history: FILE. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) throws Exception {
      History history = train();
      Files.writeString(
          Path.of(arguments[0]), history.values("loss")[2] + " " + history.last("val_loss"));
    }
  }

  @Test
  void nothingIsReadBeforeItIsThere(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("losses");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Training.class.getName(),
            file.toString());
    builder.environment().put("MXNET_ENGINE_TYPE", "ThreadedEnginePerDevice");
    Path log = folder.resolve("log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    History expected = train();
    assertEquals(0, process.waitFor(), () -> "see " + log);
    String[] found = Files.readString(file).split(" ");
    assertTrue(expected.last("val_accuracy") > 0.5, expected.toString());
    assertEquals(List.of(1, 2, 3), expected.epochs());
    // Threads take sums in another order.
    assertEquals(expected.last("loss"), Double.parseDouble(found[0]), 1e-3);
    assertEquals(expected.last("val_loss"), Double.parseDouble(found[1]), 1e-3);
  }
}
