package demitasse.kernel.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** Writes the cell into a file. */
final class WriteFileMagic {
  private static final Set<String> APPEND = Set.of("-a", "--append");

  void addTo(Magics magics) {
    magics.help("%%writefile [-a] file", "writes the cell into a file, or adds it to its end");
    magics.cell(WriteFileMagic::write, "writefile", "writeFile", "file", "write");
  }

  private static Object write(List<String> args, String body) throws IOException {
    List<String> files = args.stream().filter(arg -> !arg.startsWith("-")).toList();
    boolean append = args.stream().anyMatch(APPEND::contains);
    for (String arg : args) {
      if (arg.startsWith("-") && !APPEND.contains(arg)) {
        throw new IllegalArgumentException("%%writefile has no option " + arg + ", only -a");
      }
    }
    if (files.size() != 1) {
      throw new IllegalArgumentException("%%writefile needs the name of one file");
    }
    Path file = Path.of(Home.expand(files.get(0)));
    String text = body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
    if (append) {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } else {
      Files.writeString(file, text);
    }
    System.out.println((append ? "added to " : "wrote ") + file);
    return null;
  }
}
