package demitasse.plot;

/** How the plane of some points is laid onto pixels: all of them visible, with equal scales. */
final class Frame {
  private final double left;
  private final double top;
  private final double scale;
  private final int margin;

  /**
   * @param points shape (n, 2), n ≥ 1
   * @param side of the square picture, in pixels
   * @param margin free on each side, in pixels
   */
  Frame(float[][] points, int side, int margin) {
    double minX = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (float[] point : points) {
      minX = Math.min(minX, point[0]);
      maxX = Math.max(maxX, point[0]);
      minY = Math.min(minY, point[1]);
      maxY = Math.max(maxY, point[1]);
    }
    double extent = Math.max(maxX - minX, maxY - minY);
    // One point, or all in one place: anything but a division by zero.
    this.scale = extent > 0 ? (side - 2 * margin) / extent : 1;
    this.margin = margin;
    this.left = (minX + maxX) / 2 - (side / 2.0 - margin) / scale;
    this.top = (minY + maxY) / 2 + (side / 2.0 - margin) / scale;
  }

  /** Returns the pixel column of a point. */
  int x(float[] point) {
    return margin + (int) Math.round((point[0] - left) * scale);
  }

  /** Returns the pixel row of a point; the second coordinate grows upwards. */
  int y(float[] point) {
    return margin + (int) Math.round((top - point[1]) * scale);
  }
}
