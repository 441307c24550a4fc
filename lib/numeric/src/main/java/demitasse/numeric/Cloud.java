package demitasse.numeric;

import java.util.Arrays;

/**
 * Points in the two forms that distances between them need: around an origin in their midst, for
 * the fast loops of {@link PointBlock}, and as they came, for a second, exact look.
 *
 * <p>The fast loops compute |a|² + |b|² − 2 a·b in float32, which is wrong by some millionths of
 * |a|² + |b|². That is nothing for two points as far from each other as from the origin, and all
 * there is for two that lie side by side far off. Whoever uses the fast loops therefore looks again
 * where the result is {@link #isDoubtful}, or asks {@link #error} what may be wrong.
 */
public final class Cloud {
  /** A fast result below this share of |a|² + |b|² is looked at again. */
  private static final float DOUBTFUL = 1f / 256;

  /** Below this share, rounding around the origin shows: the points as they came decide. */
  private static final double NEAR = 0x1p-20;

  /** The median is the origin where points are typically this much nearer to it, squared. */
  private static final double FAR_OFF = 1024;

  private static final int SAMPLE = 101;

  private final Points points;
  private final double[] origin;
  private final Points centered;
  private final float[] squaredNorms;

  private Cloud(Points points, double[] origin, Points centered) {
    Parallel.checkInterrupt();
    this.points = points;
    this.origin = origin;
    this.centered = centered;
    squaredNorms = new float[points.size()];
    double[] zero = new double[points.dimensions()];
    for (int i = 0; i < squaredNorms.length; i++) {
      squaredNorms[i] = (float) centered.squaredDistance(i, zero);
    }
  }

  /** Prepares points, around their mean or, where a few far-off ones pull that away, the median. */
  public static Cloud of(Points points) {
    return around(points, middle(points));
  }

  /** Prepares points around the origin as it is. */
  public static Cloud aroundZero(Points points) {
    return new Cloud(points, new double[points.dimensions()], points);
  }

  /** Prepares other points around the same origin. */
  public Cloud like(Points others) {
    return points == centered ? aroundZero(others) : around(others, origin);
  }

  private static Cloud around(Points points, double[] origin) {
    return new Cloud(points, origin, points.minus(origin));
  }

  /** Returns the points of these numbers, in their order. */
  public Cloud select(int[] ids) {
    Points selected = points.select(ids);
    return new Cloud(selected, origin, points == centered ? selected : centered.select(ids));
  }

  /** Returns the number of points. */
  public int size() {
    return points.size();
  }

  /** Returns the number of values of a point. */
  public int dimensions() {
    return points.dimensions();
  }

  /** Returns the points as they came. */
  public Points points() {
    return points;
  }

  /** Returns the points around the origin. */
  public Points centered() {
    return centered;
  }

  /** Returns the origin, length d. */
  public double[] origin() {
    return origin;
  }

  /** Returns |a|² of a point, from the origin. */
  public float squaredNorm(int i) {
    return squaredNorms[i];
  }

  /** Returns |a_i − b_j|² between point i of this and point j of {@code other}, exactly. */
  public double squaredDistance(int i, Cloud other, int j) {
    double squared = centered.squaredDistance(i, other.centered, j);
    boolean near = squared < NEAR * ((double) squaredNorms[i] + other.squaredNorms[j]);
    return near && points != centered ? points.squaredDistance(i, other.points, j) : squared;
  }

  /** Tells whether a squared distance of the fast loops needs an exact look. */
  public static boolean isDoubtful(float squared, float squaredNormA, float squaredNormB) {
    return squared <= DOUBTFUL * (squaredNormA + squaredNormB);
  }

  /**
   * Returns by how much a squared distance from point i, computed by the fast loops, may be wrong
   * if it is about {@code squared}.
   */
  public double error(int i, double squared) {
    // Of |a|² + |b|², where |b|² is at most 2 |a|² + 2 |a − b|².
    return (2 * dimensions() + 16) * 0x1p-24 * (3.0 * squaredNorms[i] + 2 * squared);
  }

  /**
   * Computes the squared distances from two points to a block of this cloud's points, exact to a
   * thousandth of each.
   *
   * @param from the number of the block's first point
   * @param toFirst receives those from point {@code first}; length at least the block's
   * @param toSecond receives those from point {@code second}; another array
   */
  public void squaredDistances(
      PointBlock block, int from, int first, int second, double[] toFirst, double[] toSecond) {
    float[] one = new float[block.size()];
    float[] other = new float[block.size()];
    block.relativeDistances(centered, first, second, one, other);
    look(first, from, one, toFirst);
    look(second, from, other, toSecond);
  }

  private void look(int i, int from, float[] relative, double[] result) {
    float norm = squaredNorms[i];
    for (int j = 0; j < relative.length; j++) {
      float squared = relative[j] + norm;
      result[j] =
          isDoubtful(squared, norm, squaredNorms[from + j])
              ? squaredDistance(i, this, from + j)
              : squared;
    }
  }

  private static double[] middle(Points points) {
    double[] mean = points.mean();
    Points sample = points.evenly(SAMPLE);
    double[] median = new double[mean.length];
    float[] column = new float[sample.size()];
    for (int c = 0; c < median.length; c++) {
      for (int s = 0; s < column.length; s++) {
        column[s] = sample.values()[s * median.length + c];
      }
      Arrays.sort(column);
      median[c] = column[column.length / 2];
    }
    boolean pulled = FAR_OFF * typicalDistance(sample, median) < typicalDistance(sample, mean);
    return pulled ? median : mean;
  }

  private static double typicalDistance(Points sample, double[] origin) {
    double[] squared = new double[sample.size()];
    Arrays.setAll(squared, s -> sample.squaredDistance(s, origin));
    Arrays.sort(squared);
    return squared[squared.length / 2];
  }
}
