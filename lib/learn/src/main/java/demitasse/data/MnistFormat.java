package demitasse.data;

import demitasse.data.download.DataFile;
import demitasse.data.download.Format;
import demitasse.data.format.DataException;
import demitasse.data.format.Idx;
import demitasse.data.format.ImageSink;
import demitasse.data.generated.GeneratedDigits;
import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** MNIST in a folder: the four files of the publication, each plain or gzip. */
final class MnistFormat implements Format<Mnist> {
  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
  private static final List<String> FILES =
      List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);
  private static final int TRAIN_COUNT = 60_000;
  private static final int TEST_COUNT = 10_000;
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final List<String> CLASSES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final String REMEDY =
      "Put an undamaged copy in its place, or delete it and run ./demitasse data mnist.";

  @Override
  public String set() {
    return "mnist";
  }

  @Override
  public String title() {
    return "MNIST";
  }

  @Override
  public List<Path> filesIn(Path folder) {
    return FILES.stream().map(file -> find(folder, file)).filter(Files::exists).toList();
  }

  @Override
  public List<String> missingIn(Path folder) {
    return FILES.stream()
        .filter(file -> !Files.exists(find(folder, file)))
        .map(file -> file + ".gz")
        .toList();
  }

  @Override
  public String published(String file) {
    return file.replace(".idx", "-idx");
  }

  /** Unpacked by some programs, the files are called {@code train-images.idx3-ubyte}. */
  private static Path find(Path folder, String file) {
    return DataFile.find(folder, file, file.replace("-idx", ".idx"));
  }

  @Override
  public List<String> parts() {
    return List.of(TRAIN, TEST);
  }

  @Override
  public Mnist of(Map<String, Images> parts) {
    return new Mnist(ImageSet.of(parts.get(TRAIN)), ImageSet.of(parts.get(TEST)));
  }

  @Override
  public Mnist read(Path folder, Function<String, ImageSink> sinks) {
    return Both.of(
        () -> read(folder, TRAIN, TRAIN_IMAGES, TRAIN_LABELS, TRAIN_COUNT, sinks.apply(TRAIN)),
        () -> read(folder, TEST, TEST_IMAGES, TEST_LABELS, TEST_COUNT, sinks.apply(TEST)),
        Mnist::new);
  }

  private ImageSet read(
      Path folder, String part, String images, String labels, int count, ImageSink sink) {
    Path imageFile = find(folder, images);
    Path labelFile = find(folder, labels);
    String name = title() + " " + part;
    ImageSet set = ImageSet.of(Idx.read(name, imageFile, labelFile, CLASSES, REMEDY, sink));
    if (set.size() != count || !set.imageShape().equals(SHAPE)) {
      throw DataException.in(
          imageFile,
          String.format(
              Locale.ROOT,
              "holds %,d images of %s, MNIST has %,d of %s here",
              set.size(),
              set.imageShape(),
              count,
              SHAPE),
          REMEDY);
    }
    return set;
  }

  @Override
  public Mnist generate() {
    return new Mnist(generate(TRAIN, TRAIN_COUNT, 1), generate(TEST, TEST_COUNT, 2));
  }

  private static ImageSet generate(String part, int count, long seed) {
    return ImageSet.of(GeneratedDigits.draw("GENERATED digits (not MNIST) " + part, count, seed));
  }
}
