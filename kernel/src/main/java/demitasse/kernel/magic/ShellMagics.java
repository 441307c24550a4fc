package demitasse.kernel.magic;

import demitasse.kernel.api.LineMagic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs commands of the operating system. */
final class ShellMagics {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  void addTo(Magics magics) {
    magics.help(
        "%sh command", "runs a shell command; List<String> lines = %sh command takes its output");
    magics.help(
        "%%sh, %%bash", "runs the cell in that shell; a command that fails, fails the cell");
    LineMagic line =
        new LineMagic() {
          @Override
          public Object run(List<String> args) throws Exception {
            return Command.output(command(args));
          }

          @Override
          public Object show(List<String> args) throws Exception {
            Command.run(command(args));
            return null;
          }
        };
    magics.line(line, "sh", "shell", "bash", "cmd", "system");
    magics.cell((args, body) -> script("sh", args, body), "sh", "shell");
    magics.cell((args, body) -> script("bash", args, body), "bash");
  }

  /** A line comes as one text; who calls the magic as a function gives program and arguments. */
  private static List<String> command(List<String> args) {
    if (args.isEmpty() || args.get(0).isBlank()) {
      throw new IllegalArgumentException("%sh needs a command");
    }
    if (args.size() > 1) {
      return args;
    }
    return WINDOWS ? List.of("cmd", "/c", args.get(0)) : List.of("sh", "-c", args.get(0));
  }

  private static Object script(String shell, List<String> args, String body) throws Exception {
    List<String> command = new ArrayList<>(List.of(shell));
    command.addAll(args);
    command.addAll(List.of("-c", body));
    Command.run(command);
    return null;
  }
}
