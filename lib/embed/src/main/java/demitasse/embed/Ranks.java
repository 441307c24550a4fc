package demitasse.embed;

import demitasse.numeric.Cloud;
import demitasse.numeric.PointBlock;
import java.util.Arrays;

/** The places of points in the order of their distance from one of them. */
final class Ranks {
  private final Cloud cloud;
  private final PointBlock[] blocks;
  private final float[] fast;
  // Exact distances, as far as they were needed, and of which points; NaN elsewhere.
  private final double[] exact;
  private final int[] looked;
  private int count;
  private int center;

  Ranks(Cloud cloud, PointBlock[] blocks) {
    this.cloud = cloud;
    this.blocks = blocks;
    fast = new float[cloud.size()];
    exact = new double[cloud.size()];
    Arrays.fill(exact, Double.NaN);
    looked = new int[cloud.size()];
  }

  /** Turns to the distances from point i. */
  void from(int i) {
    center = i;
    float[] part = new float[PointBlock.CAPACITY];
    float[] same = new float[PointBlock.CAPACITY];
    int start = 0;
    for (PointBlock block : blocks) {
      block.relativeDistances(cloud.centered(), i, i, part, same);
      System.arraycopy(part, 0, fast, start, block.size());
      start += block.size();
    }
    float norm = cloud.squaredNorm(i);
    for (int j = 0; j < fast.length; j++) {
      fast[j] += norm;
    }
    while (count > 0) {
      exact[looked[--count]] = Double.NaN;
    }
  }

  /** Returns the place of j among the others, 1 the nearest; of equally far ones, by index. */
  int of(int j) {
    double distance = exact(j);
    double error = cloud.error(center, distance);
    float surelyNearer = Math.nextDown((float) (distance - error));
    float surelyFarther = Math.nextUp((float) (distance + error));
    int rank = 1;
    for (int other = 0; other < fast.length; other++) {
      if (fast[other] > surelyFarther || other == center || other == j) {
        continue;
      }
      if (fast[other] < surelyNearer) {
        rank++;
      } else {
        double its = exact(other);
        rank += its < distance || its == distance && other < j ? 1 : 0;
      }
    }
    return rank;
  }

  private double exact(int j) {
    if (Double.isNaN(exact[j])) {
      exact[j] = cloud.squaredDistance(center, cloud, j);
      looked[count++] = j;
    }
    return exact[j];
  }
}
