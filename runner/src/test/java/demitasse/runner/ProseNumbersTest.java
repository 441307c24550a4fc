package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;

/** Numbers in prose agree with the runs that they quote. */
class ProseNumbersTest {
  private static final Project PROJECT = Project.around(Path.of(""));

  private static ProseNumbers recorded() throws IOException {
    var numbers = new ProseNumbers();
    try (Stream<Path> files = Files.list(PROJECT.reproduction())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        JsonObject run = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        if (!run.get("engine").getAsString().startsWith(Reproduction.ENGINES.get(0))) {
          continue;
        }
        String key =
            ProseNumbers.record(run.get("chapter").getAsString(), run.get("profile").getAsString());
        run.getAsJsonObject("values")
            .asMap()
            .forEach((name, value) -> numbers.know(key, name, value.getAsDouble()));
        numbers.know(key, "seconds", run.get("seconds").getAsDouble());
        numbers.know(key, "training seconds", run.get("training_seconds").getAsDouble());
        numbers.know(key, "peak MB", run.get("peak_mebibytes").getAsDouble());
      }
    }
    for (Row row : Reproduction.texts(PROJECT.reproduction().resolve(Reproduction.SOURCE))) {
      String value = row.getString("source");
      if (value.matches("[\\d.]+")) {
        String key = ProseNumbers.source(row.getString("chapter"));
        numbers.know(key, row.getString("metric"), Double.parseDouble(value));
      }
    }
    return numbers;
  }

  @Test
  void whatChaptersAndPagesQuoteIsWhatWasRecorded() throws IOException {
    ProseNumbers numbers = recorded();
    List<String> findings =
        Stream.concat(Prose.ofChapters(PROJECT).stream(), Prose.ofPages(PROJECT).stream())
            .flatMap(prose -> numbers.disagreements(prose).stream())
            .toList();
    assertEquals("", String.join("\n", findings));
  }

  /** A decimal is marked, or it is a constant that the list gives a reason for. */
  @Test
  void everyDecimalOfAChapterIsMarkedOrAConstant() {
    Set<String> constants = new HashSet<>();
    for (Row row : Reproduction.texts(PROJECT.root().resolve("quality/constants.csv"))) {
      assertTrue(!row.getString("why").isBlank(), "a constant without a reason: " + row);
      constants.add(row.getString("where") + " " + row.getString("number"));
    }
    Set<String> unused = new HashSet<>(constants);
    List<String> findings = new ArrayList<>();
    for (Prose prose : Prose.ofChapters(PROJECT)) {
      String where = prose.document().replaceFirst("^\\d+-", "");
      for (String number : ProseNumbers.unmarked(prose)) {
        unused.remove("all " + number);
        unused.remove(where + " " + number);
        if (!constants.contains("all " + number) && !constants.contains(where + " " + number)) {
          findings.add(prose.place() + ": " + number + " is neither marked nor a constant");
        }
      }
    }
    assertEquals("", String.join("\n", findings));
    assertEquals(Set.of(), unused, "constants that no chapter has");
  }

  private static List<String> disagreements(String markdown) {
    return new ProseNumbers()
        .know(ProseNumbers.record("98-sample", "standard"), "test MSE", 0.01921)
        .know(ProseNumbers.record("98-sample", "full"), "test MSE", 0.0052)
        .know(ProseNumbers.record("97-other", "standard"), "purity", 0.4612)
        .know(ProseNumbers.source("98-sample"), "test MSE", 0.0188)
        .disagreements(new Prose("98-sample", "98-sample.ipynb, cell a", markdown));
  }

  @Test
  void aMarkedNumberThatAgreesIsFine() {
    assertEquals(
        List.of(),
        disagreements(
            "10 epochs reach **0.0192**<!-- record: test MSE -->, or 0.021<!-- record: test MSE ±10% -->,\n"
                + "0.0052<!-- record full: test MSE -->, 46 %<!-- record 97-other: purity -->, and"
                + " 0.0188<!-- source: test MSE --> in Keras."));
  }

  @Test
  void aStaleNumberIsNamedWithWhatWasRecorded() {
    List<String> findings = disagreements("It ends at 0.0202<!-- record: test MSE -->.");
    assertEquals(1, findings.size());
    for (String part : List.of("98-sample.ipynb, cell a", "0.0202", "test MSE", "0.01921")) {
      assertTrue(findings.get(0).contains(part), findings.get(0));
    }
    assertEquals(1, disagreements("About 0.0202<!-- record: test MSE ±0.0005 -->.").size());
    assertEquals(1, disagreements("48 %<!-- record 97-other: purity -->").size());
    assertEquals(1, disagreements("0.0189<!-- source: test MSE -->").size());
  }

  @Test
  void aMarkWithoutAValueOrWithoutANumberIsNamed() {
    assertTrue(disagreements("0.5<!-- record: test MS -->").get(0).contains("no value"));
    assertTrue(disagreements("0.5<!-- record 99-none: test MSE -->").get(0).contains("no value"));
    assertTrue(disagreements("none<!-- record: test MSE -->").get(0).contains("no number"));
  }

  @Test
  void onlyDecimalsOfProseNeedAMark() {
    String markdown =
        "0.5 and 0.0192<!-- record: test MSE --> and `0.25` and $\\alpha = 0.75$, Java 17.0.1,"
            + " [a link](page-1.5.html)\n\n```java\ndouble x = 0.3;\n```\n";
    assertEquals(List.of("0.5"), ProseNumbers.unmarked(new Prose("98-sample", "98", markdown)));
  }
}
