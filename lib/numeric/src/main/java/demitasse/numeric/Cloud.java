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
  static final float DOUBTFUL = 1f / 64;

  /** So are those near the end of float32's range, where digits are few. */
  static final float TINY = 0x1p-100f;

  /** Of |a|² + |b|², the share below which rounding around the origin shows in a distance. */
  private static final double ROUNDED = 0x1p-20;

  /** The median is the origin where points are typically this much nearer to it, squared. */
  private static final double FAR_OFF = 1024;

  private static final int SAMPLE = 101;

  private final Points points;
  private final double[] origin;
  private final Points centered;
  private final double near;
  private final float[] squaredNorms;

  private Cloud(Points points, double[] origin, Points centered, double near) {
    Parallel.checkInterrupt();
    this.points = points;
    this.origin = origin;
    this.centered = centered;
    this.near = near;
    squaredNorms = new float[points.size()];
    double[] zero = new double[points.dimensions()];
    for (int i = 0; i < squaredNorms.length; i++) {
      squaredNorms[i] = (float) centered.squaredDistance(i, zero);
    }
  }

  /** Prepares points, around their mean or, where a few far-off ones pull that away, the median. */
  public static Cloud of(Points points) {
    return around(points, middle(points), Double.POSITIVE_INFINITY);
  }

  /**
   * Prepares points as {@link #of} does, but for distances that need not be exact: those of the
   * points rounded around the origin serve where they differ by less than a thousandth.
   */
  public static Cloud rounded(Points points) {
    return around(points, middle(points), ROUNDED);
  }

  /** Prepares points around the origin as it is. */
  public static Cloud aroundZero(Points points) {
    return new Cloud(points, new double[points.dimensions()], points, 0);
  }

  /** Prepares other points around the same origin. */
  public Cloud like(Points others) {
    return points == centered ? aroundZero(others) : around(others, origin, near);
  }

  private static Cloud around(Points points, double[] origin, double near) {
    return new Cloud(points, origin, points.minus(origin), near);
  }

  /** Returns the points of these numbers, in their order. */
  public Cloud select(int[] ids) {
    Points selected = points.select(ids);
    return new Cloud(selected, origin, points == centered ? selected : centered.select(ids), near);
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

  /** Returns |a_i − b_j|² between point i of this and point j of {@code other}. */
  public double squaredDistance(int i, Cloud other, int j) {
    if (near == Double.POSITIVE_INFINITY) {
      return points.squaredDistance(i, other.points, j);
    }
    double squared = centered.squaredDistance(i, other.centered, j);
    return squared < near * ((double) squaredNorms[i] + other.squaredNorms[j])
        ? points.squaredDistance(i, other.points, j)
        : squared;
  }

  /** Tells whether a squared distance of the fast loops needs an exact look. */
  public static boolean isDoubtful(float squared, float squaredNormA, float squaredNormB) {
    return squared <= DOUBTFUL * (squaredNormA + squaredNormB) || squared < TINY;
  }

  /**
   * Returns by how much a squared distance from point i, computed by the fast loops, may be wrong
   * if it is about {@code squared}.
   */
  public double error(int i, double squared) {
    // Of |a|² + |b|², where |b|² is at most 2 |a|² + 2 |a − b|².
    double relative = 0x1p-24 * (3.0 * squaredNorms[i] + 2 * squared);
    return (2 * dimensions() + 16) * (relative + Float.MIN_VALUE);
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
