package demitasse.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./demitasse test}: builds everything and runs all tests, the chapters among them. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Builds, runs all tests, and executes every chapter in the quick profile.",
      "",
      "Other options go to Maven, such as -pl kernel or -Dtest=RunTest."
    })
final class TestCommand implements Callable<Integer> {
  @Unmatched private List<String> forMaven = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.addAll(forMaven);
    Project project = Project.around(Path.of(""));
    return Maven.run(project.root(), Map.of("DEMITASSE_PROFILE", "quick"), arguments);
  }
}
