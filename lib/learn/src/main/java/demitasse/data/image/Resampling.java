package demitasse.data.image;

import java.util.Arrays;

/**
 * Makes images of another size. Columns and rows are resized independently of each other: each new
 * one is a weighted sum of a few neighbouring old ones, whichever the interpolation.
 */
public final class Resampling {
  private Resampling() {}

  /**
   * Resizes one image.
   *
   * @param image its values, (channels, height, width)
   * @param shape of the image
   * @param result receives (channels, height, width) of the new size
   * @param height of the result
   * @param width of the result
   */
  public static void resize(
      float[] image,
      ImageShape shape,
      float[] result,
      int height,
      int width,
      Interpolation interpolation) {
    Taps rows = Taps.of(shape.height(), height, interpolation);
    Taps columns = Taps.of(shape.width(), width, interpolation);
    float[] line = new float[shape.width()];
    int out = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < height; y++) {
        rows.sumLines(image, c * shape.plane(), shape.width(), y, line);
        for (int x = 0; x < width; x++) {
          result[out++] = columns.sum(line, x);
        }
      }
    }
  }

  /**
   * Which old positions make each new one.
   *
   * @param first the first of them, for each new position
   * @param weights theirs, for each new position
   */
  private record Taps(int[] first, float[][] weights) {
    static Taps of(int from, int to, Interpolation interpolation) {
      int[] first = new int[to];
      float[][] weights = new float[to][];
      double scale = (double) from / to;
      for (int i = 0; i < to; i++) {
        double center = (i + 0.5) * scale;
        switch (interpolation) {
          case NEAREST -> {
            first[i] = Math.min((int) center, from - 1);
            weights[i] = new float[] {1};
          }
          case BILINEAR -> {
            double at = Math.max(0, Math.min(from - 1, center - 0.5));
            first[i] = Math.max(0, Math.min((int) at, from - 2));
            float second = (float) (at - first[i]);
            weights[i] = from == 1 ? new float[] {1} : new float[] {1 - second, second};
          }
          case AREA -> {
            double begin = i * scale;
            double end = (i + 1) * scale;
            first[i] = (int) begin;
            int last = Math.min((int) Math.ceil(end), from) - 1;
            weights[i] = new float[last - first[i] + 1];
            for (int k = first[i]; k <= last; k++) {
              double covered = Math.min(end, k + 1) - Math.max(begin, k);
              weights[i][k - first[i]] = (float) (covered / scale);
            }
          }
        }
      }
      return new Taps(first, weights);
    }

    float sum(float[] line, int i) {
      float sum = 0;
      for (int k = 0; k < weights[i].length; k++) {
        sum += weights[i][k] * line[first[i] + k];
      }
      return sum;
    }

    void sumLines(float[] plane, int start, int stride, int i, float[] line) {
      Arrays.fill(line, 0);
      for (int k = 0; k < weights[i].length; k++) {
        float weight = weights[i][k];
        int from = start + (first[i] + k) * stride;
        for (int x = 0; x < stride; x++) {
          line[x] += weight * plane[from + x];
        }
      }
    }
  }
}
