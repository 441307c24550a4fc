package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Marks a made-up class on the real kernel, within small limits. */
class GradingTest {
  private static final Project PROJECT = Project.around(Path.of(""));
  private static final String JUPYTER = System.getenv("DEMITASSE_JUPYTER");

  @TempDir Path temporary;
  private SampleClass students;
  private Path output;

  @BeforeEach
  void makeTheClass() throws IOException {
    assumeTrue(JUPYTER != null, "DEMITASSE_JUPYTER is not set: ./demitasse test sets it");
    students = SampleClass.in(temporary);
    output = Files.createDirectories(temporary.resolve("marks"));
  }

  private List<Marks> grade(int mebibytes) throws Exception {
    var limits = new Grader.Limits(Duration.ofSeconds(5), Duration.ofMinutes(10), mebibytes);
    var view = SandboxView.ofSubmissions(PROJECT, JUPYTER, List.of(students.folder(), output));
    var sandbox = new Sandbox(Sandboxed.HERE, limits.whole(), mebibytes, view);
    var grader = new Grader(PROJECT, JUPYTER, students.assignment(), limits, sandbox);
    return new Grading(students.assignment(), grader, output, List.of(students.folder()))
        .all(Submission.in(students.folder(), "sums"));
  }

  private void assertMarked(List<Marks> all) throws IOException {
    Map<String, Submission> submissions =
        Submission.in(students.folder(), "sums").stream()
            .collect(Collectors.toMap(Submission::student, each -> each));
    assertEquals(
        students.expected().keySet(),
        all.stream().map(Marks::student).collect(Collectors.toSet()),
        "everybody is marked");
    for (Marks marks : all) {
      SampleClass.Expected expected = students.expected().get(marks.student());
      List<Integer> points = marks.parts().stream().map(Marks.Part::points).toList();
      assertEquals(List.of(expected.first(), expected.second()), points, marks.toString());
      String remarks = String.join("; ", marks.remarks());
      assertTrue(remarks.contains(expected.remark()), marks.toString());
      String file = submissions.get(marks.student()).fileName() + ".html";
      String page = Files.readString(output.resolve("feedback").resolve(file));
      assertTrue(page.contains(expected.says()), marks + "\n" + page);
      assertFalse(page.contains("\tat "), "no traces of the program: " + page);
    }
    assertEquals(all.size(), table().rowCount());
  }

  private Table table() {
    return Table.read()
        .usingOptions(CsvReadOptions.builder(output.resolve(Grading.TABLE).toFile()));
  }

  @Test
  void eachIsMarkedAsItShouldBeAndKeepsItsMarks() throws Exception {
    students.aFew();
    List<Marks> all = grade(1024);
    assertMarked(all);
    for (Row row : table()) {
      SampleClass.Expected expected = students.expected().get(row.getString("student"));
      assertEquals(expected.first() + expected.second(), row.getInt("total"));
      assertEquals(4, row.getInt("of"));
    }
    // As after an interruption: one has no marks yet, one has handed in anew.
    Files.delete(output.resolve("marks/broken.json"));
    students.answers("visible-only", SampleClass.RIGHT_SUM, SampleClass.RIGHT_TWICE);
    students.expect("visible-only", 1, 3, "", "Right.");
    List<Marks> again = grade(1024);
    assertMarked(again);
    assertEquals(
        all.stream().filter(marks -> !marks.student().equals("visible-only")).toList(),
        again.stream().filter(marks -> !marks.student().equals("visible-only")).toList());
  }

  @Test
  void limitsInWhichTheSolutionsFailAreRefused() throws Exception {
    students.answers("right", SampleClass.RIGHT_SUM, SampleClass.RIGHT_TWICE);
    var refused = assertThrows(IllegalArgumentException.class, () -> grade(20));
    assertTrue(refused.getMessage().contains("own solutions get 0 of 4"), refused.getMessage());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "DEMITASSE_NIGHTLY", matches = "true")
  void fortyAreMarkedAsTheyShouldBe() throws Exception {
    Path outside = temporary.resolve("outside.txt");
    students.aFew();
    students.theRest(outside);
    List<Marks> all;
    try (ServerSocket outsider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      new Troublemakers(students).handIn(PROJECT, outsider.getLocalPort());
      all = grade(1024);
    }
    all.forEach(System.out::println);
    assertMarked(all);
    assertTrue(all.size() >= 40, all.size() + " students");
    assertEquals(Sandboxed.HERE, Files.notExists(outside));
    assertEquals(
        0,
        ProcessHandle.allProcesses()
            .filter(each -> each.info().commandLine().orElse("").contains("sleep 7331"))
            .count(),
        "processes that a submission has left");
  }
}
