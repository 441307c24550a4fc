package demitasse.plot;

import java.util.stream.IntStream;

/** What all drawings of labelled points in the plane must check and choose. */
final class LabelledPoints {
  private LabelledPoints() {}

  /**
   * Checks points against their labels.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  static void check(float[][] points, int[] labels, int classes) {
    if (points.length == 0) {
      throw new IllegalArgumentException("there is no point to draw");
    }
    if (points.length != labels.length) {
      throw new IllegalArgumentException(
          points.length + " points, but " + labels.length + " labels");
    }
    for (int i = 0; i < points.length; i++) {
      if (points[i].length != 2) {
        throw new IllegalArgumentException(
            "point " + i + " has " + points[i].length + " coordinates, a plane has 2");
      }
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "point "
                + i
                + " has the label "
                + labels[i]
                + ", but there are "
                + classes
                + " classes");
      }
    }
  }

  /** Returns the points of one class. */
  static float[][] ofClass(float[][] points, int[] labels, int label) {
    return IntStream.range(0, points.length)
        .filter(i -> labels[i] == label)
        .mapToObj(i -> points[i])
        .toArray(float[][]::new);
  }
}
