package demitasse.data.download;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Says that a stand-in takes the place of a data set, so that nobody misses it. */
final class Banner {
  private static final int WIDTH = 76;

  private Banner() {}

  static void print(PrintStream out, String title, String problem, String remedy) {
    out.println("╔" + "═".repeat(WIDTH) + "╗");
    line(out, "");
    line(out, "GENERATED DATA – THIS IS NOT " + title);
    line(out, "");
    wrap(problem).forEach(text -> line(out, text));
    line(out, "");
    wrap("What follows runs on a generated stand-in. No figure that it gives says anything about "
            + "the real data.")
        .forEach(text -> line(out, text));
    line(out, "");
    wrap(remedy).forEach(text -> line(out, text));
    line(out, "");
    out.println("╚" + "═".repeat(WIDTH) + "╝");
    out.flush();
  }

  private static void line(PrintStream out, String text) {
    out.println("║  " + text + " ".repeat(Math.max(0, WIDTH - 4 - text.length())) + "  ║");
  }

  private static List<String> wrap(String text) {
    // A long address or path may break anywhere.
    String breakable = text.replaceAll("(\\S{" + (WIDTH - 4) + "})(?=\\S)", "$1 ");
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : breakable.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH - 4) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
