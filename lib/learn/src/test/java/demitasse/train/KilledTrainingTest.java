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
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.ImageSet;
import demitasse.data.image.ImageShape;
import demitasse.data.preprocessing.Preprocessing;
import demitasse.model.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of an epoch loses nothing but time. */
class KilledTrainingTest {
  private static final int EPOCHS = 3;

  @TempDir Path folder;

  /**
   * With everything that has a state or is random: order, augmentation, dropout, Adam, averages.
   */
  private static Sequential compiled() {
    var model =
        sequential(
            input(1, 8, 8),
            conv2d(4, 3, RELU),
            batchNormalization(),
            flatten(),
            dropout(0.25),
            dense(4, SOFTMAX));
    return model.compile(adam(0.01), sparseCategoricalCrossentropy(), accuracy()).seed(42);
  }

  private static ImageSet images() {
    byte[] pixels = new byte[1000 * 64];
    new Random(1).nextBytes(pixels);
    int[] labels = IntStream.range(0, 1000).map(i -> (pixels[i * 64 + 27] & 0xff) / 64).toArray();
    return ImageSet.of(
            "noise", new ImageShape(1, 8, 8), pixels, labels, List.of("0", "1", "2", "3"))
        .preprocess(
            Preprocessing.randomFlip(),
            Preprocessing.randomCrop(1),
            Preprocessing.rescaling(1 / 255f));
  }

  /** Trains as long as nobody kills it: FILE, seconds between savings. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) {
      Duration every = Duration.ofSeconds(Long.parseLong(arguments[1]));
      Fit fit = epochs(EPOCHS).batchSize(10).resumable(Path.of(arguments[0]), every);
      compiled().fit(images(), fit);
    }
  }

  private Process train(Path file, int every) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Training.class.getName(),
            file.toString(),
            Integer.toString(every));
    // With several threads, sums are taken in another order each time.
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(file.getFileName() + ".log").toFile())
        .start();
  }

  private static TrainingState read(Path file) {
    return Checkpoint.readState(file);
  }

  @Test
  void endsWithTheSameWeightsToTheLastBitAsIfItHadNotBeenKilled() throws Exception {
    Path broken = folder.resolve("broken.ckpt");
    Process killed = train(broken, 0);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(broken) || read(broken).epochs() < 1 || read(broken).begun().done() < 50) {
      assertTrue(
          killed.isAlive() && System.nanoTime() < deadline,
          () -> "nothing saved in the middle of an epoch: " + folder);
      Thread.sleep(2);
    }
    // On Linux and macOS, SIGKILL.
    killed.destroyForcibly().waitFor();
    assertTrue(read(broken).epochs() < EPOCHS, "killed too late to show anything");

    Path whole = folder.resolve("whole.ckpt");
    assertEquals(0, train(broken, 3600).waitFor());
    assertEquals(0, train(whole, 3600).waitFor());
    assertTrue(Files.readString(folder.resolve("broken.ckpt.log")).contains("samples further"));

    Sequential resumed = compiled();
    resumed.load(broken);
    Sequential expected = compiled();
    expected.load(whole);
    assertEquals(expected.history().metrics().get("loss"), resumed.history().metrics().get("loss"));
    assertEquals(
        expected.history().metrics().get("accuracy"), resumed.history().metrics().get("accuracy"));
    List<float[]> theirs = weights(expected);
    List<float[]> ours = weights(resumed);
    for (int i = 0; i < theirs.size(); i++) {
      assertArrayEquals(theirs.get(i), ours.get(i), "parameter " + i);
    }
    expected.close();
    resumed.close();
  }

  private static List<float[]> weights(Sequential model) {
    return List.of(model.weights());
  }
}
