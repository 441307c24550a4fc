package demitasse.numeric;

import java.util.Arrays;

/**
 * Bounds on the distances between points and moving centers, which spare most of the distances: a
 * point whose own center is nearer, at most, than any other can be keeps its center.
 *
 * <p>By the triangle inequality a distance changes by no more than the center's way. Of each point
 * the distance to its center is known from above and, group by group of centers, the least distance
 * to the others from below (Ding and others 2015, "Yinyang k-means", section 3.2; with one group,
 * Hamerly 2010, "Making k-means even faster").
 *
 * <p>The bounds allow for all that the fast loops and float32 may round.
 */
final class CenterBounds {
  /** More than four roundings in float32. */
  private static final float ROUNDING = 0x1p-21f;

  private final int k;
  private final int d;
  // What the fast loops may be wrong, as a share of squared norm and squared distance.
  private final float error;
  // Of each point, the bound less the way that its center had gone by then.
  private final float[] own;
  // Of each point, by group, the bound and the way that the group had gone by then; shape (n, t).
  private final float[] others;
  // Of each point, the least of these bounds when last looked at, and the way of all by then.
  private final float[] nearestOther;
  private final int groups;
  private final float[] ways;
  private final float[] groupWays;
  private float longestWays;

  /** Prepares for k centers of which nothing is known. */
  CenterBounds(Cloud cloud, int k) {
    this.k = k;
    d = cloud.dimensions();
    error = (2 * d + 32) * 0x1p-24f;
    groups = groups(k, d);
    own = new float[cloud.size()];
    Arrays.fill(own, Float.POSITIVE_INFINITY);
    others = new float[cloud.size() * groups];
    nearestOther = new float[cloud.size()];
    ways = new float[k];
    groupWays = new float[groups];
  }

  /**
   * A group for ten centers, as Ding and others advise; but no more memory than half the points'.
   */
  private static int groups(int k, int d) {
    return Math.max(1, Math.min(k / 10, d / 2));
  }

  int groups() {
    return groups;
  }

  /** Takes note that centers, shape (k, d), have moved. */
  void moved(double[] before, double[] after) {
    float[] farthest = new float[groupWays.length];
    for (int c = 0; c < k; c++) {
      double squared = 0;
      for (int v = c * d; v < (c + 1) * d; v++) {
        squared += (after[v] - before[v]) * (after[v] - before[v]);
      }
      float way = Math.nextUp((float) Math.sqrt(squared)) * (1 + ROUNDING);
      ways[c] = Math.nextUp(ways[c] + way);
      int group = c % farthest.length;
      farthest[group] = Math.max(farthest[group], way);
    }
    float longest = 0;
    for (int g = 0; g < groups; g++) {
      groupWays[g] = Math.nextUp(groupWays[g] + farthest[g]);
      longest = Math.max(longest, farthest[g]);
    }
    longestWays = Math.nextUp(longestWays + longest);
  }

  /** Takes nothing for known of a point. */
  void forget(int point) {
    own[point] = Float.POSITIVE_INFINITY;
  }

  /**
   * Finds the points from {@code from} until before {@code to} whose nearest center may be another
   * than before.
   *
   * @param labels the nearest centers before, of all points
   * @param ids receives the points' numbers, ascending; longer than {@code to - from}
   * @return how many they are
   */
  int uncertain(int from, int to, int[] labels, int[] ids) {
    int count = 0;
    for (int i = from; i < to; i++) {
      ids[count] = i;
      count += nearestOther[i] - longestWays > own[i] + ways[labels[i]] ? 0 : 1;
    }
    int left = 0;
    for (int j = 0; j < count; j++) {
      int i = ids[j];
      float least = Float.POSITIVE_INFINITY;
      for (int g = 0; g < groups; g++) {
        least = Math.min(least, others[i * groups + g] - groupWays[g]);
      }
      nearestOther[i] = (least + longestWays) * (1 - ROUNDING);
      ids[left] = i;
      left += least > own[i] + ways[labels[i]] ? 0 : 1;
    }
    return left;
  }

  /** Takes over what has been found for the points {@code ids} of a block. */
  void learn(PointBlock block, int[] ids, CenterDistances found) {
    int size = block.size();
    learnOwn(block.squaredNorms(), ids, found, size);
    float[] nearest = found.relative;
    Arrays.fill(nearest, 0, size, Float.POSITIVE_INFINITY);
    for (int g = 0; g < groups; g++) {
      float[] bounds = found.least[g];
      toLowerBounds(bounds, nearest, block.squaredNorms(), size, groupWays[g]);
      learnOthers(bounds, ids, size, g);
    }
    learnNearest(nearest, ids, size);
  }

  private void learnOwn(float[] squaredNorms, int[] ids, CenterDistances found, int size) {
    for (int j = 0; j < size; j++) {
      double squared = found.squaredDistances[j] * (1 + 2 * error) + 3 * error * squaredNorms[j];
      float bound = (float) Math.sqrt(squared + Cloud.TINY);
      float way = ways[found.labels[j]];
      own[ids[j]] = bound - way + (bound + way) * ROUNDING;
    }
  }

  private void learnOthers(float[] bounds, int[] ids, int size, int group) {
    for (int j = 0; j < size; j++) {
      others[ids[j] * groups + group] = bounds[j];
    }
  }

  private void learnNearest(float[] nearest, int[] ids, int size) {
    for (int j = 0; j < size; j++) {
      nearestOther[ids[j]] = (nearest[j] + longestWays) * (1 - ROUNDING);
    }
  }

  private void toLowerBounds(
      float[] relative, float[] nearest, float[] squaredNorms, int size, float way) {
    float right = 1 - 2 * error;
    float wrong = 3 * error;
    for (int j = 0; j < size; j++) {
      float squared = relative[j] + squaredNorms[j];
      float least = squared * right - wrong * squaredNorms[j] - Cloud.TINY;
      float bound = (float) Math.sqrt(Math.max(0, least));
      nearest[j] = Math.min(nearest[j], bound);
      relative[j] = (bound + way) * (1 - ROUNDING);
    }
  }
}
