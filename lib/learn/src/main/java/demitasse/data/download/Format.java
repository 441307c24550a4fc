package demitasse.data.download;

import demitasse.data.format.DataException;
import demitasse.data.format.ImageSink;
import demitasse.data.image.Images;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

  /** Returns the names of the parts, such as {@code train}, each a set of images. */
  List<String> parts();

  /**
   * Reads the set.
   *
   * @param sinks returns what keeps the pixels of a part; called by several threads
   * @throws DataException if something is missing or damaged
   */
  T read(Path folder, Function<String, ImageSink> sinks);

  /** Reads the set into the heap. */
  default T read(Path folder) {
    return read(folder, part -> ImageSink.heap());
  }

  /** Puts the set together from its parts. */
  T of(Map<String, Images> parts);

  /** Makes the stand-in. */
  T generate();
}
