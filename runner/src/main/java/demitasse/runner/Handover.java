package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The program that is to run in place of {@code ./demitasse} once a command has prepared
 * everything: a server that runs for hours needs no Java beside it, and gets the terminal and the
 * signals itself.
 */
final class Handover {
  /** The variable that names the file in which the script looks for what it is to become. */
  static final String VARIABLE = "DEMITASSE_HANDOVER";

  private Handover() {}

  /** Leaves a shell script with which {@code ./demitasse} goes on. */
  static void to(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    String file = System.getenv(VARIABLE);
    if (file == null) {
      throw new IllegalArgumentException("start this with ./demitasse, not with java");
    }
    Files.writeString(Path.of(file), script(folder, environment, command));
  }

  static String script(Path folder, Map<String, String> environment, List<String> command) {
    StringBuilder script = new StringBuilder("cd " + quoted(folder.toString()) + "\n");
    environment.forEach(
        (name, value) -> script.append("export " + name + "=" + quoted(value) + "\n"));
    script.append(
        command.stream().map(Handover::quoted).collect(Collectors.joining(" ", "exec ", "\n")));
    return script.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
