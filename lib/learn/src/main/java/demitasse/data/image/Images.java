package demitasse.data.image;

import java.util.List;
import java.util.Objects;

/**
 * The one copy of a data set in memory that all its views share. Never changes after it is made.
 *
 * @param name how tables and charts call the set
 * @param generated whether it is a stand-in and not the real thing
 * @param shape of every image
 * @param pixels unsigned bytes, image after image, each (channels, height, width)
 * @param labels one for each image
 * @param classNames the meaning of label 0, 1, …
 */
public record Images(
    String name,
    boolean generated,
    ImageShape shape,
    byte[] pixels,
    int[] labels,
    List<String> classNames) {
  public Images {
    Objects.requireNonNull(name);
    classNames = List.copyOf(classNames);
    if ((long) labels.length * shape.size() != pixels.length) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + pixels.length + " bytes of " + shape);
    }
    for (int label : labels) {
      if (label < 0 || label >= classNames.size()) {
        throw new IllegalArgumentException(
            "the label " + label + " is none of the " + classNames.size() + " classes");
      }
    }
  }

  public int count() {
    return labels.length;
  }

  /** Returns where the pixels of an image start. */
  public int start(int image) {
    return image * shape.size();
  }
}
