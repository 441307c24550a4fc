package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  @TempDir Path folder;

  @BeforeEach
  void source() throws IOException {
    Files.writeString(
        folder.resolve(Reproduction.SOURCE),
        """
        chapter,metric,source,measured_on,why
        98-sample,test MSE,0.0050,"10,000 images",Another split.
        98-sample,parameters,1234,,
        98-sample,purity,not given,,Another split.
        """);
  }

  private void record(String name, String data) throws IOException {
    record(name, data, "MXNet 1.9.0", "0.00512");
  }

  private void record(String name, String data, String engine, String mse) throws IOException {
    Files.writeString(
        folder.resolve(name),
        """
        {"chapter": "98-sample", "profile": "full", "engine": "%s", "java": "17",
         "processors": "2 × sample", "date": "2026-01-02", "seconds": 61, "training_seconds": 3600, "peak_mebibytes": 512,
         "data": ["%s"], "seeds": {"a": 42, "b": 42},
         "values": {"test MSE": %s, "parameters": 1234.0}}"""
            .formatted(engine, data, mse));
  }

  @Test
  void setsOursBesideTheSource() throws IOException {
    record("98-sample-full-mxnet.json", "MNIST train");
    List<String> lines = Reproduction.read(folder).page().lines().toList();
    assertTrue(
        lines.contains(
            "| 98-sample | test MSE (1) | 0.0050, 10,000 images | – | 0.0051 | – | full | 42 |"
                + " 2 × sample | 2026-01-02 |"),
        String.join("\n", lines));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.startsWith("| 98-sample | parameters | 1234 | – | 1,234")),
        String.join("\n", lines));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.contains("purity (1) | not given | – | not recorded yet")),
        String.join("\n", lines));
    assertTrue(lines.contains("1. Another split."), "one reason, once");
    assertTrue(lines.stream().anyMatch(line -> line.contains("| full | 61 | 3600 | 512 |")));
  }

  @Test
  void setsTheMeanAndTheSpreadOfKerasBetween() throws IOException {
    record("98-sample-full-mxnet.json", "MNIST train");
    Files.writeString(
        folder.resolve(KerasRuns.FILE),
        """
        chapter,metric,seed,value,epochs,keras,tensorflow
        98-sample,parameters,0,1234,10,3.15.1,2.21.0
        98-sample,test MSE,0,0.005,10,3.15.1,2.21.0
        98-sample,parameters,1,1234,10,3.15.1,2.21.0
        98-sample,test MSE,1,0.008,10,3.15.1,2.21.0
        """);
    String page = Reproduction.read(folder).page();
    assertTrue(page.contains("| Source | Keras 3.15.1 | Ours, MXNet | Ours, PyTorch |"), page);
    assertTrue(
        page.contains("0.0050, 10,000 images | 0.0065 (0.0050 to 0.0080, 2 seeds) | 0.0051"), page);
    assertTrue(page.contains("| parameters | 1234 | 1,234 | 1,234 |"), page);
  }

  @Test
  void aNumberOfKerasThatIsNoneIsRefusedWithItsLine() throws IOException {
    Files.writeString(
        folder.resolve(KerasRuns.FILE),
        """
        chapter,metric,seed,value,epochs,keras,tensorflow
        98-sample,test MSE,0,0.005,10,3.15.1,2.21.0
        98-sample,test MSE,1,none,10,3.15.1,2.21.0
        """);
    var refused = assertThrows(IllegalArgumentException.class, () -> Reproduction.read(folder));
    assertTrue(
        refused.getMessage().contains("keras.csv: \"none\" in line 3"), refused.getMessage());
  }

  @Test
  void eachEngineHasAColumn() throws IOException {
    record("98-sample-full-mxnet.json", "MNIST train");
    record("98-sample-full-pytorch.json", "MNIST train", "PyTorch 2.7.1", "0.00534");
    List<String> lines = Reproduction.read(folder).page().lines().toList();
    assertTrue(
        lines.contains(
            "| 98-sample | test MSE (1) | 0.0050, 10,000 images | – | 0.0051 | 0.0053 | full | 42 |"
                + " 2 × sample | 2026-01-02 |"),
        String.join("\n", lines));
    assertEquals(
        1,
        lines.stream()
            .filter(line -> line.contains("| full | 61 |") && line.contains("PyTorch 2.7.1"))
            .count());
    record("98-sample-full-other.json", "MNIST train", "Other 1.0", "0.1");
    var refused = assertThrows(IllegalArgumentException.class, () -> Reproduction.read(folder));
    assertTrue(refused.getMessage().contains("98-sample-full-other.json"), refused.getMessage());
  }

  @Test
  void aNoteOnRecordsStandsBelowTheTimesOnce() throws IOException {
    for (String profile : List.of("full", "standard")) {
      record(profile + ".json", "MNIST train");
      Path file = folder.resolve(profile + ".json");
      String text = Files.readString(file).replace("\"full\"", '"' + profile + '"');
      Files.writeString(file, text.replaceFirst("\\{", "{\"note\": \"On a busy machine.\","));
    }
    List<String> lines = Reproduction.read(folder).page().lines().toList();
    assertEquals(
        "98-sample full, 98-sample standard: On a busy machine.", lines.get(lines.size() - 1));
  }

  @Test
  void numbersOfGeneratedDataAreNotTaken() throws IOException {
    record("98-sample-full-mxnet.json", "GENERATED digits (not MNIST) train");
    var refused = assertThrows(IllegalArgumentException.class, () -> Reproduction.read(folder));
    assertTrue(refused.getMessage().contains("98-sample-full-mxnet.json"), refused.getMessage());
  }

  @Test
  void aDamagedRecordIsRefusedByName() throws IOException {
    Files.writeString(folder.resolve("half.json"), "{\"chapter\": \"98-sa");
    var refused = assertThrows(IllegalArgumentException.class, () -> Reproduction.read(folder));
    assertTrue(refused.getMessage().contains("half.json"), refused.getMessage());
  }

  @Test
  void thePageOfTheProjectIsMadeFromItsRecords() throws IOException {
    Project project = Project.around(Path.of(""));
    String page = Reproduction.read(project.reproduction()).page();
    assertFalse(page.isEmpty());
    assertEquals(
        page,
        Files.readString(project.root().resolve("REPRODUCTION.md")),
        "out of date; ./demitasse reproduction writes it anew");
  }

  @Test
  void theSourceNamesChaptersThatAreThere() throws IOException {
    Project project = Project.around(Path.of(""));
    Set<String> chapters =
        project.chapters().stream()
            .map(file -> file.getFileName().toString().replace(Notebook.ENDING, ""))
            .collect(Collectors.toSet());
    try (Stream<String> lines =
        Files.lines(project.reproduction().resolve(Reproduction.SOURCE)).skip(1)) {
      List<String> unknown =
          lines
              .map(line -> line.substring(0, line.indexOf(',')))
              .filter(chapter -> !chapters.contains(chapter))
              .distinct()
              .toList();
      assertTrue(unknown.isEmpty(), "no such chapters: " + unknown);
    }
  }
}
