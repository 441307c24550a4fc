package demitasse.data.download;

import demitasse.data.format.DataException;
import java.nio.file.Path;
import java.util.List;

/**
 * How one data set lies in a folder, and how it is read from there.
 *
 * @param <T> what is read
 */
public interface Format<T> {
  /**
   * Returns the short name: of the folder, of the entries of the catalogue, on the command line.
   */
  String set();

  /** Returns the name in words. */
  String title();

  /**
   * Returns the files in {@code folder} that {@link #read} would read; none if nothing is there.
   */
  List<Path> filesIn(Path folder);

  /** Returns the downloads of the catalogue that {@code folder} needs to be complete. */
  List<String> missingIn(Path folder);

  /** Returns the name under which a file was published that may lie here under another. */
  default String published(String file) {
    return file;
  }

  /**
   * Reads the set.
   *
   * @throws DataException if something is missing or damaged
   */
  T read(Path folder);

  /** Makes the stand-in. */
  T generate();
}
