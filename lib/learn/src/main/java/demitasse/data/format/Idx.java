package demitasse.data.format;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The IDX format of MNIST and its relatives, plain or gzip.
 *
 * <p>Big-endian: two zero bytes, the type of the elements (8 is unsigned byte), the number of
 * dimensions, each dimension as a 32-bit number, the elements. Images have three dimensions (count,
 * rows, columns), labels one.
 */
public final class Idx {
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;
  private static final int MAX_SIDE = 4096;

  private Idx() {}

  /**
   * Reads grey images and their labels.
   *
   * @param name how tables and charts call the set
   * @param classNames the meaning of label 0, 1, …
   * @throws DataException if a file is missing or is not exactly what the format asks for
   */
  public static Images read(String name, Path images, Path labels, List<String> classNames) {
    String remedy = "Put an undamaged copy in its place.";
    return read(name, images, labels, classNames, remedy, ImageSink.heap());
  }

  /**
   * Reads grey images and their labels.
   *
   * @param remedy the sentence that ends every message: what to do about a damaged file
   * @param sink keeps the pixels
   */
  public static Images read(
      String name,
      Path images,
      Path labels,
      List<String> classNames,
      String remedy,
      ImageSink sink) {
    byte[] marks = readLabels(labels, classNames.size(), remedy);
    try (var in = StrictInput.open(images, remedy)) {
      expectMagic(in, IMAGES_MAGIC, "images");
      int count = readCount(in, "images");
      if (count != marks.length) {
        throw in.damaged(
            String.format(
                Locale.ROOT, "holds %,d images, but %s %,d labels", count, labels, marks.length));
      }
      int height = readSide(in, "rows");
      int width = readSide(in, "columns");
      long length = (long) count * height * width;
      if (length > Integer.MAX_VALUE - 8) {
        throw in.damaged(
            String.format(Locale.ROOT, "promises %,d bytes of pixels, more than 2 GB", length));
      }
      in.copyBytes((int) length, sink, "pixels");
      in.expectEnd();
      return sink.finish(name, new ImageShape(1, height, width), widen(marks), classNames);
    }
  }

  private static byte[] readLabels(Path labels, int classes, String remedy) {
    try (var in = StrictInput.open(labels, remedy)) {
      expectMagic(in, LABELS_MAGIC, "labels");
      int count = readCount(in, "labels");
      long first = in.offset();
      byte[] marks = in.readBytes(count, "labels");
      in.expectEnd();
      for (int i = 0; i < count; i++) {
        int label = Byte.toUnsignedInt(marks[i]);
        if (label >= classes) {
          throw in.damaged(
              String.format(
                  Locale.ROOT,
                  "has the label %d at offset %,d, but there are %d classes",
                  label,
                  first + i,
                  classes));
        }
      }
      return marks;
    }
  }

  private static void expectMagic(StrictInput in, int expected, String content) {
    int magic = in.readInt("the header");
    if (magic != expected) {
      String hint =
          magic >>> 16 == 0x1f8b
              ? " (it was packed with gzip twice)"
              : magic == IMAGES_MAGIC
                  ? " (it holds images)"
                  : magic == LABELS_MAGIC ? " (it holds labels)" : "";
      throw in.damaged(
          String.format(
              Locale.ROOT,
              "is not an IDX file of %s: it starts with 0x%08x, not 0x%08x%s",
              content,
              magic,
              expected,
              hint));
    }
  }

  private static int readCount(StrictInput in, String what) {
    int count = in.readInt("the number of " + what);
    if (count < 1) {
      throw in.damaged("promises " + Integer.toUnsignedString(count) + " " + what);
    }
    return count;
  }

  private static int readSide(StrictInput in, String what) {
    int side = in.readInt("the number of " + what);
    if (side < 1 || side > MAX_SIDE) {
      throw in.damaged(
          String.format(
              Locale.ROOT,
              "promises images of %s %s, outside 1 to %d",
              Integer.toUnsignedString(side),
              what,
              MAX_SIDE));
    }
    return side;
  }

  private static int[] widen(byte[] marks) {
    return IntStream.range(0, marks.length).map(i -> Byte.toUnsignedInt(marks[i])).toArray();
  }
}
