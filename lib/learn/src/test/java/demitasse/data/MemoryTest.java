package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Loads the real sets in processes of their own, whose heap is limited. */
class MemoryTest {
  /** Started as a process of its own: set, folder. Prints the heap in use in bytes. */
  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    ImageSet train;
    ImageSet test;
    if (args[0].equals("mnist")) {
      Mnist mnist = Mnist.read(folder);
      train = mnist.train();
      test = mnist.test();
    } else {
      Cifar100 cifar = Cifar100.read(folder);
      train = cifar.train();
      test = cifar.test();
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      for (NDList batch : train.shuffle(1).take(10_000).batches(manager, 256)) {
        batch.get(1).toIntArray();
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.println(runtime.totalMemory() - runtime.freeMemory());
    System.exit(train.size() + test.size() > 0 ? 0 : 1);
  }

  private static double heapMegabytes(String set, int limit) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + limit + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryTest.class.getName(),
                set,
                Worlds.real(set).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    assertEquals(0, process.exitValue(), printed);
    return Double.parseDouble(printed.strip()) / 1e6;
  }

  @Test
  void mnistTakesSixtyMegabytesOfHeap() throws Exception {
    double used = heapMegabytes("mnist", 128);
    assertTrue(used <= 60 + 10, used + " MB"); // 10 MB for the JVM's own and the engine's classes
  }

  @Test
  void cifarTakesTwoHundredMegabytesOfHeap() throws Exception {
    double used = heapMegabytes("cifar100", 256);
    assertTrue(used <= 200, used + " MB"); // training and test images together
  }
}
