package demitasse.kernel.magic;

import java.util.List;
import java.util.Map;

/** Tells which magics there are and what they do. */
final class HelpMagics {
  private HelpMagics() {}

  static void addTo(Magics magics) {
    magics.help("%help [name]", "explains the magics, or one of them");
    magics.help("%lsmagic", "lists the names of all magics");
    magics.line(args -> help(magics, args), "help");
    magics.line(args -> String.join("  ", magics.all()), "lsmagic");
  }

  private static String help(Magics magics, List<String> args) {
    Map<String, String> all = magics.help();
    if (args.isEmpty()) {
      int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
      StringBuilder text = new StringBuilder();
      all.forEach(
          (usage, does) ->
              text.append(usage)
                  .append(" ".repeat(width - usage.length() + 2))
                  .append(does)
                  .append('\n'));
      return text.toString().stripTrailing();
    }
    String name = args.get(0).replaceFirst("^%+", "");
    StringBuilder text = new StringBuilder();
    all.forEach(
        (usage, does) -> {
          if (usage.matches("%+\\Q" + name + "\\E\\b.*")) {
            text.append(usage).append("\n    ").append(does).append('\n');
          }
        });
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no help for %" + name + "; %help lists all magics");
    }
    return text.toString().stripTrailing();
  }
}
