package demitasse.notebook;

import static demitasse.layer.Activation.SIGMOID;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import demitasse.data.Mnist;
import demitasse.model.Sequential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  @Test
  void reportsWhatHolds() {
    String report =
        Check.chapter("05-dense-autoencoder")
            .equal("parameters", 716_640, 716_640)
            .atMost("training MSE", 0.0066, 0.0075)
            .atLeast("accuracy", 0.98, 0.98)
            .atLeast("dead units", 1_052, 1)
            .report();
    assertTrue(report.contains("✓ training MSE: 0.0066000, at most 0.0075000"), report);
    assertTrue(report.contains("✓ dead units: 1,052, at least 1"), report);
    assertTrue(report.contains("✓ parameters: 716,640, expected 716,640"), report);
    assertTrue(report.contains("05-dense-autoencoder: all checks hold"), report);
  }

  @Test
  void tellsTheTimeOnlyOfARunThatNobodyHoldsUp() {
    // What the kernel tells of a front end that could be asked, and of nbconvert.
    assertTrue(reportWhereInputIs("false").matches("(?s)x: all checks hold, after \\d+ s.*"));
    assertTrue(reportWhereInputIs("true").matches("(?s)x: all checks hold(, at most .*)?\n.*"));
  }

  private static String reportWhereInputIs(String allowed) {
    System.setProperty("jupyter.allow_stdin", allowed);
    try {
      return Check.chapter("x").equal("n", 1, 1).report();
    } finally {
      System.clearProperty("jupyter.allow_stdin");
    }
  }

  @Test
  void failsWithTheWholeReport() {
    Check check =
        Check.chapter("x")
            .atMost("loss", Double.NaN, 1)
            .atLeast("accuracy", Double.NaN, 0)
            .equal("n", 1, 2)
            .atMost("fine", 0, 1);
    var failed = assertThrows(AssertionError.class, check::report);
    assertTrue(failed.getMessage().contains("✗ loss"), failed.getMessage());
    assertTrue(failed.getMessage().contains("✓ fine"), failed.getMessage());
    assertTrue(failed.getMessage().contains("3 of 4 checks FAIL"), failed.getMessage());
  }

  @Test
  void aCheckThatChecksNothingIsAMistake() {
    assertThrows(IllegalStateException.class, () -> Check.chapter("x").report());
  }

  @Test
  void theNumbersAreRecordedWithWhatTheyWereMadeOn(@TempDir Path folder) throws IOException {
    Mnist mnist = Mnist.generated();
    Sequential model = sequential(input(784), dense(784, SIGMOID));
    model.compile(adam(1e-3), mse()).seed(7);
    model.fit(mnist.test().flat().reconstruct().take(64), epochs(2));
    Check.chapter("98-sample")
        .atMost("test MSE", 0.25, 1)
        .also("purity", 0.5)
        .on(mnist.train())
        .training("one layer", model)
        .writeRecord(folder);

    Path file;
    try (var files = Files.list(folder)) {
      file = files.filter(each -> each.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals("98-sample", json.get("chapter").getAsString());
    assertEquals(0.25, json.getAsJsonObject("values").get("test MSE").getAsDouble());
    assertEquals(0.5, json.getAsJsonObject("values").get("purity").getAsDouble());
    assertEquals(7, json.getAsJsonObject("seeds").get("one layer").getAsLong());
    assertTrue(json.get("data").toString().contains("GENERATED"), json.toString());
    Path history = Path.of(file.toString().replace(".json", "-one layer.csv"));
    List<String> lines = Files.readAllLines(history);
    assertEquals(3, lines.size(), "a heading and two epochs");
    double loss = Double.parseDouble(lines.get(2).split(",")[1]);
    assertEquals(model.history().last("loss"), loss, 1e-9, "all digits");
  }

  /** What is written goes to a device on which there is never room. */
  @Test
  void aFullDiskLeavesTheRecordOfAnEarlierRun(@TempDir Path folder) throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has such a device");
    var check = Check.chapter("98-sample").atMost("test MSE", 0.25, 1);
    check.writeRecord(folder);
    Path record;
    try (var files = Files.list(folder)) {
      record = files.findFirst().orElseThrow();
    }
    String before = Files.readString(record);
    Files.createSymbolicLink(folder.resolve(record.getFileName() + ".new"), full);
    check.also("purity", 0.5);
    String problem =
        assertThrows(UncheckedIOException.class, () -> check.writeRecord(folder)).getMessage();
    assertTrue(problem.contains(record + " (No space left"), problem);
    assertEquals(before, Files.readString(record));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "nothing else stays");
    }
  }
}
