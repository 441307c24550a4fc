package demitasse.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import demitasse.kernel.KernelProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallIT {
  @TempDir Path folder;

  private static List<String> argv(Path spec) throws IOException {
    JsonObject json = JsonParser.parseString(Files.readString(spec)).getAsJsonObject();
    JsonArray argv = json.getAsJsonArray("argv");
    return Stream.iterate(0, i -> i + 1)
        .limit(argv.size())
        .map(argv::get)
        .map(JsonElement::getAsString)
        .toList();
  }

  @Test
  void installsWhatNeedsNothingElse() throws Exception {
    Result result =
        KernelProcess.install(
            Map.of(),
            "--prefix",
            folder.toString(),
            "--classpath",
            "libs/*.jar",
            "--display-name",
            "Java (test)",
            "--jvm-option",
            "-Dtest=1");
    assertEquals(0, result.status(), result.output());
    Path java = folder.resolve("share/jupyter/kernels/java");
    Path spec = java.resolve("kernel.json");
    JsonObject json = JsonParser.parseString(Files.readString(spec)).getAsJsonObject();
    assertEquals("Java (test)", json.get("display_name").getAsString());
    assertEquals("java", json.get("language").getAsString());
    List<String> argv = argv(spec);
    assertTrue(Path.of(argv.get(0)).isAbsolute());
    assertTrue(argv.contains("-Dtest=1"));
    assertEquals("{connection_file}", argv.get(argv.size() - 1));
    Path jar = Path.of(argv.get(argv.indexOf("-jar") + 1));
    assertTrue(jar.startsWith(java), jar.toString());
    try (JarFile file = new JarFile(jar.toFile())) {
      String others = file.getManifest().getMainAttributes().getValue("Class-Path");
      assertTrue(others.contains("jeromq"), others);
      for (String other : others.split(" ")) {
        assertTrue(Files.exists(jar.resolveSibling(other)), other);
      }
    }
    String given =
        argv.stream()
            .filter(arg -> arg.startsWith("-Ddemitasse.kernel.classpath="))
            .findAny()
            .get();
    assertTrue(given.endsWith(Path.of("libs/*.jar").toAbsolutePath().toString()), given);
    String archive =
        argv.stream()
            .filter(arg -> arg.matches("-XX:(SharedArchiveFile|AOTCache)=.*"))
            .findAny()
            .get();
    assertTrue(Files.size(Path.of(archive.substring(archive.indexOf('=') + 1))) > 1_000_000);
    // The Java of the kernelspec takes its classes from there; without a connection file it ends.
    List<String> command = new ArrayList<>(argv.subList(0, argv.size() - 1));
    command.add(command.indexOf("-jar"), "-Xlog:class+load:stdout");
    String loaded = KernelProcess.run(command, Map.of()).output();
    assertTrue(loaded.contains("demitasse.kernel.Main source: shared objects file"), loaded);
  }

  @Test
  void changesNothingTheSecondTimeAndCleansUpAfterAChange() throws Exception {
    String[] args = {"--dir", folder.toString(), "--no-archive"};
    assertEquals(0, KernelProcess.install(Map.of(), args).status());
    Path spec = folder.resolve("java/kernel.json");
    FileTime written = Files.getLastModifiedTime(spec);
    List<String> before = argv(spec);
    assertEquals(0, KernelProcess.install(Map.of(), args).status());
    assertEquals(written, Files.getLastModifiedTime(spec));
    Result changed =
        KernelProcess.install(
            Map.of(), "--dir", folder.toString(), "--no-archive", "--jvm-option", "-Dother=1");
    assertEquals(0, changed.status(), changed.output());
    assertFalse(argv(spec).equals(before));
    try (Stream<Path> entries = Files.list(folder.resolve("java"))) {
      assertEquals(2, entries.count(), "kernel.json and one folder of jars");
    }
  }

  @Test
  void installsForTheUserAndIntoAnEnvironment() throws Exception {
    Path data = folder.resolve("data");
    assertEquals(
        0,
        KernelProcess.install(Map.of("JUPYTER_DATA_DIR", data.toString()), "--user", "--no-archive")
            .status());
    assertTrue(Files.exists(data.resolve("kernels/java/kernel.json")));
    Path venv = folder.resolve("venv");
    assertEquals(
        0,
        KernelProcess.install(
                Map.of("VIRTUAL_ENV", venv.toString()), "--sys-prefix", "--no-archive")
            .status());
    assertTrue(Files.exists(venv.resolve("share/jupyter/kernels/java/kernel.json")));
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Result nowhere = KernelProcess.install(Map.of());
    assertEquals(2, nowhere.status());
    assertTrue(nowhere.output().contains("--prefix DIR"), nowhere.output());
    Result unknown = KernelProcess.install(Map.of(), "--nonsense");
    assertEquals(2, unknown.status());
    assertTrue(unknown.output().contains("unknown option --nonsense"), unknown.output());
    Result asked = KernelProcess.install(Map.of(), "--user", "--help");
    assertEquals(0, asked.status());
    assertTrue(asked.output().startsWith("usage:"), asked.output());
    Result valueless = KernelProcess.install(Map.of(), "--dir");
    assertEquals(2, valueless.status());
    assertTrue(valueless.output().contains("--dir needs a value"), valueless.output());
  }

  @Test
  void saysInALineWhereItCannotWrite() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Result result = KernelProcess.install(Map.of(), "--dir", file.resolve("kernels").toString());
    assertEquals(1, result.status());
    assertEquals(1, result.output().strip().lines().count(), result.output());
    assertTrue(result.output().contains("could not be installed: " + file), result.output());
  }
}
