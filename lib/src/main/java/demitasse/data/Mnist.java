package demitasse.data;

import java.nio.file.Path;
import java.util.List;

/**
 * MNIST: 60,000 + 10,000 handwritten digits of 28×28 grey pixels (LeCun, Bottou, Bengio and
 * Haffner, Gradient-based learning applied to document recognition, 1998).
 *
 * @param train the 60,000 images to learn from
 * @param test the 10,000 images to measure on
 */
public record Mnist(ImageSet train, ImageSet test) {
  private static final String SET = "mnist";
  private static final int TRAIN = 60_000;
  private static final int TEST = 10_000;
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final List<String> CLASSES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  /**
   * Loads the set: from {@code DEMITASSE_DATA/mnist}, from {@code data/mnist} of the project, by
   * download into the latter, or, where none of this is possible, a generated stand-in with a
   * banner that says so.
   *
   * @throws DataException if files are there but damaged, or if nothing is there and {@code
   *     DEMITASSE_REQUIRE_REAL} forbids the stand-in
   */
  public static Mnist load() {
    return load(Surroundings.ofThisProcess(), Catalogue.bundled());
  }

  static Mnist load(Surroundings surroundings, Catalogue catalogue) {
    return new Finder(surroundings, catalogue).load(SET, FILES, Mnist::read, Mnist::generated);
  }

  /**
   * Reads the set from the four files, plain or gzip, in a folder.
   *
   * @throws DataException if one is missing or damaged
   */
  public static Mnist read(Path folder) {
    return new Mnist(
        read(folder, "MNIST train", FILES.get(0), FILES.get(1), TRAIN),
        read(folder, "MNIST test", FILES.get(2), FILES.get(3), TEST));
  }

  private static ImageSet read(
      Path folder, String name, String images, String labels, int expected) {
    String remedy =
        "Delete it and run ./demitasse data mnist, or put an undamaged copy in its place.";
    Path imageFile = Finder.either(folder, images);
    ImageSet set = Idx.read(name, imageFile, Finder.either(folder, labels), CLASSES, remedy);
    if (set.size() != expected || !set.imageShape().equals(SHAPE)) {
      throw DataException.in(
          imageFile,
          String.format(
              "holds %,d images of %s, MNIST has %,d of %s here",
              set.size(), set.imageShape(), expected, SHAPE),
          remedy);
    }
    return set;
  }

  /** Returns the stand-in: as many images of the same size, drawn by a program, always the same. */
  public static Mnist generated() {
    return new Mnist(
        GeneratedDigits.draw("GENERATED digits (not MNIST) train", TRAIN, 1),
        GeneratedDigits.draw("GENERATED digits (not MNIST) test", TEST, 2));
  }
}
