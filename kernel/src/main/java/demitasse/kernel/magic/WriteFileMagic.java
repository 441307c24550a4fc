package demitasse.kernel.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes the cell into a file. */
final class WriteFileMagic {
  void addTo(Magics magics) {
    magics.help("%%writefile [-a] file", "writes the cell into a file, or adds it to its end");
    magics.cell(WriteFileMagic::write, "writefile", "writeFile", "file", "write");
  }

  private static Object write(List<String> args, String body) throws IOException {
    List<String> files = args.stream().filter(arg -> !arg.startsWith("-")).toList();
    boolean append = args.contains("-a") || args.contains("--append");
    if (files.size() != 1) {
      throw new IllegalArgumentException("%%writefile needs the name of one file");
    }
    Path file = Path.of(files.get(0));
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
