package demitasse.data;

import static demitasse.numeric.Arguments.given;

import demitasse.data.download.Finder;
import demitasse.data.format.DataException;
import java.nio.file.Path;

/**
 * MNIST: 60,000 + 10,000 handwritten digits of 28×28 grey pixels (LeCun, Bottou, Bengio and
 * Haffner, Gradient-based learning applied to document recognition, 1998).
 *
 * @param train the 60,000 images to learn from
 * @param test the 10,000 images to measure on
 */
public record Mnist(ImageSet train, ImageSet test) {
  /**
   * Loads the set: from {@code DEMITASSE_DATA/mnist}, from {@code data/mnist} of the project, by
   * download into the latter, or, where none of this is possible, a generated stand-in with a
   * banner that says so.
   *
   * @throws DataException if files are there but damaged, or if nothing is there and {@code
   *     DEMITASSE_REQUIRE_REAL} forbids the stand-in
   */
  public static Mnist load() {
    return Finder.usual().load(new MnistFormat());
  }

  /**
   * Reads the set from the four files, plain or gzip, in a folder.
   *
   * @throws DataException if one is missing or damaged
   */
  public static Mnist read(Path folder) {
    given(folder, "the folder");
    return new MnistFormat().read(folder);
  }

  /** Returns the stand-in: as many images of the same size, drawn by a program, always the same. */
  public static Mnist generated() {
    return new MnistFormat().generate();
  }
}
