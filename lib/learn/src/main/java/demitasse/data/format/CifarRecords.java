package demitasse.data.format;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import java.util.List;
import java.util.Locale;

/**
 * The binary record format of CIFAR-100: for each image the coarse label, the fine label and 3,072
 * bytes of pixels, all red, all green, all blue, row by row.
 */
public final class CifarRecords {
  public static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int LABELS = 2;
  private static final int RECORD = LABELS + SHAPE.size();

  private CifarRecords() {}

  /**
   * Reads exactly {@code count} records.
   *
   * @param coarseOf the coarse label of each fine label; every record must agree
   * @param sink keeps the pixels
   */
  public static Images read(
      StrictInput in,
      int count,
      String name,
      List<String> fineNames,
      int[] coarseOf,
      ImageSink sink) {
    in.expectRoomFor((long) count * RECORD, "images");
    sink.expect(count * SHAPE.size());
    byte[] pixels = new byte[SHAPE.size()];
    int[] labels = new int[count];
    byte[] marks = new byte[LABELS];
    for (int i = 0; i < count; i++) {
      in.read(marks, 0, LABELS, "labels");
      int coarse = marks[0] & 0xff;
      int fine = marks[1] & 0xff;
      if (fine >= coarseOf.length) {
        throw in.damaged(
            String.format(
                Locale.ROOT,
                "has the fine label %d at offset %,d, but there are %d",
                fine,
                in.offset() - 1,
                coarseOf.length));
      }
      if (coarse != coarseOf[fine]) {
        throw in.damaged(
            String.format(
                Locale.ROOT,
                "has the coarse label %d at offset %,d, but %s belongs to %d",
                coarse,
                in.offset() - 2,
                fineNames.get(fine),
                coarseOf[fine]));
      }
      labels[i] = fine;
      in.read(pixels, 0, pixels.length, "pixels");
      sink.add(pixels, pixels.length);
    }
    return sink.finish(name, SHAPE, labels, fineNames);
  }

  /** Returns the size of a file with that many images. */
  public static long bytes(int count) {
    return (long) count * RECORD;
  }
}
