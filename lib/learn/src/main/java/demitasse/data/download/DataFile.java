package demitasse.data.download;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of a data set, which may lie in its folder in several ways. */
public final class DataFile {
  private DataFile() {}

  /**
   * Finds a file: plain or packed, and plain also in a folder of its own name, as some archives
   * unpack.
   *
   * @param names the published one first, then what others call it
   * @return the first that is there, or else the published one, packed
   */
  public static Path find(Path folder, String... names) {
    for (String name : names) {
      Path plain = folder.resolve(name);
      Path packed = folder.resolve(name + ".gz");
      for (Path file : List.of(plain, plain.resolve(name), packed)) {
        if (Files.exists(file) && !(file.equals(plain) && Files.isDirectory(plain))) {
          return file;
        }
      }
    }
    return folder.resolve(names[0] + ".gz");
  }
}
