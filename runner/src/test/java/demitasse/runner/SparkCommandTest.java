package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SparkCommandTest {
  @Test
  void printsTheFirstCellThatThePageShows() throws IOException {
    Project project = Project.around(Path.of(""));
    String page = Files.readString(project.root().resolve("lib/spark/README.md"));
    String cell = SparkCommand.firstCell(project);
    assertTrue(page.contains("```\n" + cell + "\n```"), cell);
  }
}
