package demitasse.data;

import static demitasse.numeric.Arguments.given;

import demitasse.data.download.Finder;
import demitasse.data.format.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * CIFAR-100: 50,000 + 10,000 colour photographs of 32×32 pixels in 100 classes, which form 20
 * coarse ones (Krizhevsky, Learning multiple layers of features from tiny images, 2009, section
 * 3.1).
 *
 * @param train the 50,000 images to learn from, 500 of each class
 * @param test the 10,000 images to measure on, 100 of each class
 */
public record Cifar100(ImageSet train, ImageSet test) {
  /**
   * Loads the set with its 100 fine labels: from {@code DEMITASSE_DATA/cifar100}, from {@code
   * data/cifar100} of the project, by download into the latter, or, where none of this is possible,
   * a generated stand-in with a banner that says so.
   *
   * @throws DataException if files are there but damaged, or if nothing is there and {@code
   *     DEMITASSE_REQUIRE_REAL} forbids the stand-in
   */
  public static Cifar100 load() {
    return Finder.usual().load(new CifarFormat());
  }

  /**
   * Reads the set from a folder that holds, in this order of preference, {@code train.bin} and
   * {@code test.bin}, plain or gzip; the same in a folder {@code cifar-100-binary}; the official
   * archive {@code cifar-100-binary.tar.gz}.
   *
   * @throws DataException if something is missing or damaged
   */
  public static Cifar100 read(Path folder) {
    given(folder, "the folder");
    return new CifarFormat().read(folder);
  }

  /**
   * Returns the stand-in: as many images of the same size and with the names of the same classes,
   * but showing textures that a program draws, always the same.
   */
  public static Cifar100 generated() {
    return new CifarFormat().generate();
  }

  /** Returns the same images with the 20 coarse labels. */
  public Cifar100 coarse() {
    return new Cifar100(coarse(train), coarse(test));
  }

  private static ImageSet coarse(ImageSet fine) {
    return fine.classNames().equals(coarseNames())
        ? fine
        : fine.relabelled(CifarClasses.coarseOf(), coarseNames());
  }

  /** Returns the names of the 100 fine classes in the official order. */
  public static List<String> fineNames() {
    return CifarClasses.FINE;
  }

  /** Returns the names of the 20 coarse classes in the official order. */
  public static List<String> coarseNames() {
    return CifarClasses.COARSE;
  }

  /** Returns the coarse label, 0 to 19, of a fine label, 0 to 99. */
  public static int coarseOf(int fine) {
    return CifarClasses.coarseOf()[Objects.checkIndex(fine, fineNames().size())];
  }
}
