package demitasse.plot;

/** How the plane of some points is laid onto pixels: all of them visible, with equal scales. */
final class Frame {
  private final double left;
  private final double top;
  private final double scale;

  /**
   * @param points shape (n, 2); those that have no place in the plane do not count
   * @param width of the drawing, in pixels
   * @param height of the drawing, in pixels
   * @param margin free on each side, in pixels
   */
  Frame(float[][] points, int width, int height, int margin) {
    double minX = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (float[] point : points) {
      if (LabelledPoints.hasPlace(point)) {
        minX = Math.min(minX, point[0]);
        maxX = Math.max(maxX, point[0]);
        minY = Math.min(minY, point[1]);
        maxY = Math.max(maxY, point[1]);
      }
    }
    double scaleX = (width - 2 * margin) / (maxX - minX);
    double scaleY = (height - 2 * margin) / (maxY - minY);
    // One point, or all in one place: anything but a division by zero.
    this.scale = maxX > minX || maxY > minY ? Math.min(scaleX, scaleY) : 1;
    this.left = (minX + maxX) / 2 - width / 2.0 / scale;
    this.top = (minY + maxY) / 2 + height / 2.0 / scale;
  }

  /** Returns the pixel column of a point. */
  int x(float[] point) {
    return (int) Math.round((point[0] - left) * scale);
  }

  /** Returns the pixel row of a point; the second coordinate grows upwards. */
  int y(float[] point) {
    return (int) Math.round((top - point[1]) * scale);
  }
}
