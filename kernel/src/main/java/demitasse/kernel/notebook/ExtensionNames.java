package demitasse.kernel.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads which extensions of JJava jars and folders bring. */
final class ExtensionNames {
  private static final String SERVICE = "META-INF/services/org.dflib.jjava.jupyter.Extension";

  private ExtensionNames() {}

  static List<String> in(List<Path> classPath) {
    List<String> names = new ArrayList<>();
    for (Path element : classPath) {
      service(element)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(names::add);
    }
    return names;
  }

  private static String service(Path element) {
    try {
      Path file = element.resolve(SERVICE);
      if (Files.isDirectory(element)) {
        return Files.exists(file) ? Files.readString(file) : "";
      }
      try (ZipFile jar = new ZipFile(element.toFile())) {
        ZipEntry entry = jar.getEntry(SERVICE);
        if (entry == null) {
          return "";
        }
        try (InputStream in = jar.getInputStream(entry)) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      return ""; // no jar
    }
  }
}
