package demitasse.kernel.install;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip file that has the same bytes whenever it has the same content. It appears once complete.
 */
final class FixedZip implements Closeable {
  private static final LocalDateTime ZIPS_FIRST_DAY = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final Path unfinished;
  private final ZipOutputStream out;

  FixedZip(Path file) throws IOException {
    this.file = file;
    this.unfinished = file.resolveSibling("unfinished-" + file.getFileName());
    this.out = new ZipOutputStream(Files.newOutputStream(unfinished));
  }

  void add(String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ZIPS_FIRST_DAY);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  /** Returns a text that is part of this program. */
  static String resource(String name) throws IOException {
    try (InputStream in = FixedZip.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Puts the file into its place. */
  Path finish() throws IOException {
    out.close();
    return Install.move(unfinished, file);
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
