package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  @TempDir Path folder;
  private Path root;
  private Path home;

  @BeforeEach
  void fill() throws IOException {
    root = folder.resolve("course");
    home = folder.resolve("home");
    write(root.resolve("pom.xml"), 1);
    write(root.resolve("lib/pom.xml"), 1);
    write(root.resolve("lib/src/A.java"), 1);
    write(root.resolve("lib/target/a.jar"), 1_000_000);
    write(root.resolve("target/notebooks/a.ipynb"), 1_000_000);
    write(root.resolve(".demitasse/lib/a.jar"), 3_000_000);
    write(root.resolve("data/catalogue.csv"), 1);
    write(root.resolve("data/checkpoints/full-mxnet/a.ckpt"), 4_000_000);
    write(root.resolve("work/a.ipynb"), 10);
    write(home.resolve(".djl.ai/mxnet/a.so"), 5_000_000);
    write(home.resolve(".m2/repository/a.jar"), 6_000_000);
    write(home.resolve(".djl.ai/cache/repo/model/of/another.params"), 10);
    writeKernel(root);
    Files.writeString(Storage.installedKernels(root), home.resolve("kernels/java") + "\n");
  }

  private void writeKernel(Path of) throws IOException {
    Path spec = Files.createDirectories(home.resolve("kernels/java")).resolve("kernel.json");
    Files.writeString(spec, "{\"argv\": [\"java\", \"-Ddemitasse.home=" + of + "\"]}");
  }

  private static void write(Path file, int bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }

  private Storage storage() {
    return new Storage(root, home, Map.of());
  }

  private static void assertHas(List<String> lines, String... parts) {
    assertTrue(
        lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
        String.join("\n", lines));
  }

  @Test
  void tellsWhatIsThereAndHowMuchItIs() throws IOException {
    List<String> lines = storage().list();
    assertHas(lines, " 2 MB  target and 1 like it");
    assertHas(lines, " 3 MB  .demitasse");
    assertHas(lines, " 4 MB  data/checkpoints", "trained");
    assertHas(lines, " 5 MB  ~/.djl.ai/mxnet", "every checkout");
    assertHas(lines, " 6 MB  ~/.m2/repository");
    assertHas(lines, "~/kernels/java");
    assertTrue(lines.stream().noneMatch(line -> line.contains("mnist")), lines.toString());
  }

  @Test
  void removesNothingWhileAKernelRuns() throws Exception {
    assertEquals(List.of(), storage().running());
    Path jar = root.resolve(".demitasse/kernel/kernel.jar");
    Process kernel =
        new ProcessBuilder("sh", "-c", "read line", "-Ddemitasse.home=" + root, jar.toString())
            .start();
    try {
      String line = "still running: a Java kernel, process " + kernel.pid();
      assertEquals(List.of(line), storage().running());
      assertEquals(1, storage().removeAndTell());
      assertTrue(Files.exists(root.resolve(".demitasse/lib/a.jar")));
    } finally {
      kernel.destroy();
      kernel.waitFor();
    }
    assertEquals(0, storage().removeAndTell());
    assertFalse(Files.exists(root.resolve(".demitasse")));
  }

  @Test
  void removesWhatIsOursAndNothingElse() throws IOException {
    Path others = folder.resolve("class/mnist");
    write(others.resolve("train.gz"), 10);
    Files.createSymbolicLink(root.resolve("data/mnist"), others);
    Storage.Removal removal = storage().remove();
    List<String> lines = removal.lines();
    assertEquals(List.of(), removal.resisted());
    for (String gone :
        List.of("target", "lib/target", ".demitasse", "data/checkpoints", "data/mnist")) {
      assertFalse(Files.exists(root.resolve(gone)), gone);
    }
    assertFalse(Files.exists(home.resolve(".djl.ai/mxnet")));
    assertTrue(Files.exists(home.resolve(".djl.ai/cache/repo/model/of/another.params")));
    assertFalse(Files.exists(home.resolve("kernels/java")));
    assertTrue(Files.exists(others.resolve("train.gz")), "a class's data behind a link");
    for (String kept :
        List.of("work/a.ipynb", "data/catalogue.csv", "lib/src/A.java", "lib/pom.xml")) {
      assertTrue(Files.exists(root.resolve(kept)), kept);
    }
    assertTrue(Files.exists(home.resolve(".m2/repository/a.jar")));
    assertHas(lines, "work: left: your own work");
    assertHas(lines, ".m2/repository: left: other Maven projects");
    assertHas(lines, "data/checkpoints: removed");
    assertEquals(2, storage().list().size(), "what was left");
  }

  @Test
  void aKernelOfAnotherCheckoutStays() throws IOException {
    writeKernel(folder.resolve("another"));
    assertTrue(storage().list().stream().noneMatch(line -> line.contains("kernels/java")));
    storage().remove();
    assertTrue(Files.exists(home.resolve("kernels/java/kernel.json")));
  }

  @Test
  void ofACacheThatWasSetOnlyTheEnginesAreOurs() throws IOException {
    Path elsewhere = folder.resolve("big");
    write(elsewhere.resolve("pytorch/a.so"), 7_000_000);
    write(elsewhere.resolve("thesis.odt"), 10);
    var storage = new Storage(root, home, Map.of("DJL_CACHE_DIR", elsewhere.toString()));
    assertHas(storage.list(), " 7 MB  " + elsewhere.resolve("pytorch"));
    storage.remove();
    assertFalse(Files.exists(elsewhere.resolve("pytorch")));
    assertTrue(Files.exists(elsewhere.resolve("thesis.odt")));
    assertTrue(Files.exists(home.resolve(".djl.ai/mxnet/a.so")), "not the course's now");
  }
}
