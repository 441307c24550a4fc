package demitasse.data;

import static demitasse.numeric.Arguments.given;

import demitasse.data.image.Images;
import demitasse.numeric.Parallel;
import java.util.stream.IntStream;

/** The mean image of each class: what a class has in common. */
public final class ClassMeans {
  private ClassMeans() {}

  /** Returns one image for each class that the set has images of: their mean, rounded. */
  public static ImageSet of(ImageSet set) {
    given(set, "the images");
    int size = set.imageShape().size();
    int classes = set.classNames().size();
    long[] sums = new long[classes * size];
    int[] counts = new int[classes];
    for (int i = 0; i < set.size(); i++) {
      Parallel.checkInterrupt();
      int label = set.label(i);
      byte[] pixels = set.pixels(i);
      counts[label]++;
      for (int p = 0; p < size; p++) {
        sums[label * size + p] += pixels[p] & 0xff;
      }
    }
    int[] present = IntStream.range(0, classes).filter(label -> counts[label] > 0).toArray();
    byte[] means = new byte[present.length * size];
    for (int i = 0; i < present.length; i++) {
      for (int p = 0; p < size; p++) {
        means[i * size + p] =
            (byte) Math.round((double) sums[present[i] * size + p] / counts[present[i]]);
      }
    }
    String name = set.name() + ": means of the classes";
    return ImageSet.of(
        new Images(name, set.isGenerated(), set.imageShape(), means, present, set.classNames()));
  }
}
