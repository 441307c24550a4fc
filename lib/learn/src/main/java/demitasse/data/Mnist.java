package demitasse.data;

import static demitasse.numeric.Arguments.given;

import demitasse.data.download.Finder;
import demitasse.data.format.DataException;
import demitasse.data.image.Centering;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * MNIST: 60,000 + 10,000 handwritten digits of 28×28 grey pixels (LeCun, Bottou, Bengio and
 * Haffner, Gradient-based learning applied to document recognition, 1998).
 *
 * @param train the 60,000 images to learn from
 * @param test the 10,000 images to measure on
 */
public record Mnist(ImageSet train, ImageSet test) {
  private static final int SIDE = 28;
  private static final int BOX = 20;

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

  /**
   * Returns a drawn digit, scaled and centred like the digits of MNIST: it fits into 20 × 20
   * pixels, with its centre of mass in the middle of 28 × 28. Without this, a network trained on
   * MNIST misreads digits that are small or in a corner.
   *
   * @param drawing of any size, bright on dark
   * @return 784 numbers from 0 to 1, row by row, as a network takes them; all 0 if nothing is drawn
   */
  public static float[] digit(BufferedImage drawing) {
    given(drawing, "the drawing");
    return Centering.centered(drawing, SIDE, BOX);
  }
}
