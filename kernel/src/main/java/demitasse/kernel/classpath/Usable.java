package demitasse.kernel.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Tells whether something can be on a class path: Java itself passes over what cannot. */
public final class Usable {
  private Usable() {}

  /** Returns why a path is of no use; nothing if it is a jar or a folder. */
  public static Optional<String> fault(Path path) {
    if (!Files.exists(path)) {
      return Optional.of("there is nothing");
    }
    if (!Files.isReadable(path)) {
      return Optional.of("it cannot be read");
    }
    if (Files.isDirectory(path)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(path)) {
      return Optional.of("it is neither a file nor a folder"); // to open it may take for ever
    }
    try {
      new ZipFile(path.toFile()).close();
      return Optional.empty();
    } catch (ZipException e) {
      return Optional.of(isEmpty(path) ? "it is empty" : "it is no jar");
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }

  private static boolean isEmpty(Path path) {
    return path.toFile().length() == 0;
  }
}
