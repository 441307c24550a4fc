package demitasse.data.image;

import java.awt.image.BufferedImage;

/**
 * Brings a drawing of any size and place into the form of MNIST's digits: what is drawn fills a
 * box, and its centre of mass is the middle of the image (LeCun, Bottou, Bengio and Haffner,
 * Gradient-based learning applied to document recognition, 1998, section III.A).
 */
public final class Centering {
  /** Darker pixels (of 255) count as background, which is never quite black in a photograph. */
  private static final int FAINTEST = 25;

  private Centering() {}

  /**
   * Centres a drawing.
   *
   * @param drawing bright on dark
   * @param side of the result, in pixels
   * @param box the longer side of the scaled drawing, in pixels; from 1 to {@code side}
   * @return side · side numbers, row by row, from 0, dark, to 1; all 0 if nothing is drawn
   */
  public static float[] centered(BufferedImage drawing, int side, int box) {
    Ink ink = Ink.of(drawing).cropped();
    float[] result = new float[side * side];
    if (ink.height() == 0) {
      return result;
    }
    double scale = (double) box / Math.max(ink.width(), ink.height());
    Ink small = ink.scaled(scale);
    int left = start(small.middle(true), small.width(), side);
    int top = start(small.middle(false), small.height(), side);
    for (int y = 0; y < small.height(); y++) {
      System.arraycopy(
          small.values(), y * small.width(), result, (top + y) * side + left, small.width());
    }
    return result;
  }

  /**
   * Returns where to begin, so that the middle comes into the pixel behind the image's middle, as
   * in MNIST, and nothing is cut off.
   */
  private static int start(double middle, int length, int side) {
    return (int) Math.max(0, Math.min(side - length, Math.round((side + 1) / 2.0 - middle)));
  }

  /**
   * What is drawn.
   *
   * @param values from 0 to 1, row by row
   */
  private record Ink(int width, int height, float[] values) {
    static Ink of(BufferedImage drawing) {
      int width = drawing.getWidth();
      int height = drawing.getHeight();
      byte[] pixels =
          RgbImage.of(drawing).resized(new ImageShape(1, height, width), Interpolation.NEAREST);
      float[] values = new float[pixels.length];
      for (int i = 0; i < values.length; i++) {
        int value = pixels[i] & 0xff;
        values[i] = value < FAINTEST ? 0 : value / 255f;
      }
      return new Ink(width, height, values);
    }

    /** Leaves out what is empty at the sides; of height 0 if everything is. */
    Ink cropped() {
      int left = width;
      int top = height;
      int right = 0;
      int bottom = 0;
      for (int i = 0; i < values.length; i++) {
        if (values[i] > 0) {
          left = Math.min(left, i % width);
          right = Math.max(right, i % width + 1);
          top = Math.min(top, i / width);
          bottom = Math.max(bottom, i / width + 1);
        }
      }
      int rows = Math.max(0, bottom - top);
      int columns = Math.max(0, right - left);
      float[] cut = new float[rows * columns];
      for (int y = 0; y < rows; y++) {
        System.arraycopy(values, (top + y) * width + left, cut, y * columns, columns);
      }
      return new Ink(columns, rows, cut);
    }

    Ink scaled(double scale) {
      int columns = Math.max(1, (int) Math.round(width * scale));
      int rows = Math.max(1, (int) Math.round(height * scale));
      float[] result = new float[rows * columns];
      Resampling.resize(
          values, new ImageShape(1, height, width), result, rows, columns, Interpolation.AREA);
      return new Ink(columns, rows, result);
    }

    /** Returns the centre of mass, across or down, in pixels from the edge. */
    double middle(boolean across) {
      double sum = 0;
      double moment = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i];
        moment += values[i] * ((across ? i % width : i / width) + 0.5);
      }
      return moment / sum;
    }
  }
}
