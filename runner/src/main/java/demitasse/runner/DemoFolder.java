package demitasse.runner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * The folder of the files that the site's demonstrations load. A page that was opened from a disk
 * may load scripts and nothing else, so each file is kept as a script.
 *
 * @param folder beside the pages
 */
record DemoFolder(Path folder) {
  /** The folder, as seen from the pages. */
  static final String NAME = "demos";

  /** Makes the folder beside the pages if there is none. */
  static DemoFolder in(Path site) throws IOException {
    return new DemoFolder(Files.createDirectories(site.resolve(NAME)));
  }

  /** Keeps a file as it is. */
  void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  /** Keeps the content of a file, packed with gzip, in a script that hands it over as base64. */
  void pack(String name, byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try {
      try (var gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      String base64 = Base64.getEncoder().encodeToString(packed.toByteArray());
      String script = "demos.keep('%s', '%s');%n".formatted(name, base64);
      write(scriptOf(name), script.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the name of the script that holds a packed file. */
  static String scriptOf(String name) {
    return name + ".js";
  }

  /** Returns how many bytes a file of the folder has. */
  long size(String file) {
    try {
      return Files.size(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
