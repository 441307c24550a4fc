package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads the real sets in processes of their own, whose heap is limited. */
class MemoryTest {
  @TempDir private static Path folder;

  /** Started as a process of its own: set. Prints the heap in use in bytes. */
  public static void main(String[] args) {
    ImageSet train;
    ImageSet test;
    if (args[0].equals("mnist")) {
      Mnist mnist = Mnist.load();
      train = mnist.train();
      test = mnist.test();
    } else {
      Cifar100 cifar = Cifar100.load();
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

  /** Both the process that unpacks the set and the next one have no more heap than this. */
  private static double heapMegabytes(String set) throws Exception {
    List<String> options =
        List.of("-Xmx48m", "-Duser.home=" + folder, "--enable-native-access=ALL-UNNAMED");
    ProcessBuilder builder =
        Worlds.process(options, MemoryTest.class, set).directory(folder.toFile());
    builder.environment().put("DEMITASSE_DATA", Worlds.real(set).getParent().toString());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    assertEquals(0, process.exitValue(), printed);
    return Double.parseDouble(printed.strip()) / 1e6;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "cifar100"})
  void theImagesTakeNoHeap(String set) throws Exception {
    for (int i = 0; i < 2; i++) {
      double used = heapMegabytes(set);
      assertTrue(used <= 20, used + " MB"); // the engine's classes, labels, indices
    }
  }
}
