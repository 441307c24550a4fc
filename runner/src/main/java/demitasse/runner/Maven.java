package demitasse.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Maven, as the commands call it. */
final class Maven {
  private Maven() {}

  /**
   * Runs Maven to its end.
   *
   * @param folder of the project to build
   * @return the exit status
   */
  static int run(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("mvn", "--batch-mode", "--no-transfer-progress"));
    if (Boolean.parseBoolean(System.getenv("DEMITASSE_OFFLINE"))) {
      command.add("--offline");
    }
    if (!Ansi.AUTO.enabled()) {
      command.add("-Dstyle.color=never");
    }
    command.addAll(arguments);
    return Programs.run(folder, environment, command);
  }
}
