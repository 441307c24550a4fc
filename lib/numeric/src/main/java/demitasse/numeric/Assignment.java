package demitasse.numeric;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps every point with its nearest center while the centers move: the E step of k-means.
 *
 * <p>{@link CenterBounds} tell which points may have changed, {@link NearestCenter} looks at those:
 * at whole blocks where they are most of one, else at blocks made of them alone.
 */
public final class Assignment {
  /** Whole blocks that are looked at together, so that few uncertain points fill a block, too. */
  private static final int TOGETHER = 4;

  /** Of fewer values of centers, all distances are computed sooner than bounds are kept. */
  private static final int BOUNDED = 256;

  private final Cloud cloud;
  private final PointBlock[] blocks;
  private final Parallel parallel;
  private final int k;
  // Null where they cost more than they spare.
  private final CenterBounds bounds;
  private final int[] labels;
  private final Queue<Work> free = new ConcurrentLinkedQueue<>();
  private double[] centers;

  /**
   * Prepares for k centers.
   *
   * @param blocks all of the cloud's, see {@link PointBlock#all}
   */
  public Assignment(Cloud cloud, PointBlock[] blocks, int k, Parallel parallel) {
    this.cloud = cloud;
    this.blocks = blocks;
    this.parallel = parallel;
    this.k = k;
    bounds = k * cloud.dimensions() < BOUNDED ? null : new CenterBounds(cloud, k);
    labels = new int[cloud.size()];
    Arrays.fill(labels, -1);
  }

  /** Returns the center of each point; −1 before there are centers. */
  public int[] labels() {
    return labels;
  }

  /** Gives a point to a center, until the next look. */
  public void assign(int point, int center) {
    labels[point] = center;
    if (bounds != null) {
      bounds.forget(point);
    }
  }

  /**
   * Finds the nearest center of each point; of equally near ones, the first.
   *
   * @param moved the centers, shape (k, d), among the points as they came; not to be changed
   * @return the points that have changed center, by stretches of points: number, center before,
   *     number, center before …
   */
  public int[][] follow(double[] moved) {
    if (centers != null && bounds != null) {
      bounds.moved(centers, moved);
    }
    centers = moved;
    NearestCenter nearest = new NearestCenter(cloud, moved);
    int stretch = TOGETHER * PointBlock.CAPACITY;
    int[][] changes = new int[(labels.length + stretch - 1) / stretch][];
    parallel.forBlocks(
        labels.length,
        stretch,
        (from, to) -> {
          Work work = free.poll();
          work = work == null ? new Work() : work;
          changes[from / stretch] = work.look(nearest, from, to);
          free.add(work);
        });
    return changes;
  }

  /**
   * What one thread needs. Each long loop is a method of its own: it is compiled once and soon. In
   * a method that calls all the others it would be compiled with all of them, which takes C2 longer
   * than a first clustering does.
   */
  private final class Work {
    private final CenterDistances found =
        new CenterDistances(bounds == null ? 0 : bounds.groups(), PointBlock.CAPACITY);
    private final PointBlock gathered = new PointBlock(cloud.dimensions(), PointBlock.CAPACITY);
    private final int[] uncertain = new int[TOGETHER * PointBlock.CAPACITY + 1];
    private final int[] ids = new int[PointBlock.CAPACITY];
    private int count;
    private int[] changes = new int[64];
    private int changed;

    int[] look(NearestCenter nearest, int from, int to) {
      changed = 0;
      count = 0;
      int all =
          bounds == null || labels[from] < 0
              ? number(uncertain, from, to - from)
              : bounds.uncertain(from, to, labels, uncertain);
      int u = 0;
      for (int start = from; start < to; start += PointBlock.CAPACITY) {
        PointBlock block = blocks[start / PointBlock.CAPACITY];
        int first = u;
        u = next(first, all, start + block.size());
        if (count + u - first > ids.length) {
          take(nearest);
        }
        if (2 * (u - first) > block.size()) {
          take(nearest);
          number(ids, start, block.size());
          take(nearest, block);
        } else {
          System.arraycopy(uncertain, first, ids, count, u - first);
          count += u - first;
        }
      }
      take(nearest);
      return Arrays.copyOf(changes, changed);
    }

    /** Fills in the numbers of so many points that follow each other. */
    private static int number(int[] ids, int from, int count) {
      for (int j = 0; j < count; j++) {
        ids[j] = from + j;
      }
      return count;
    }

    /** Returns the place of the first uncertain point from {@code end} on. */
    private int next(int first, int all, int end) {
      int u = first;
      while (u < all && uncertain[u] < end) {
        u++;
      }
      return u;
    }

    /** Looks at the points gathered so far. */
    private void take(NearestCenter nearest) {
      if (count > 0) {
        gathered.hold(cloud, ids, count);
        take(nearest, gathered);
        count = 0;
      }
    }

    private void take(NearestCenter nearest, PointBlock block) {
      nearest.assign(block, ids, found);
      if (bounds != null) {
        bounds.learn(block, ids, found);
      }
      note(block.size());
    }

    /** Takes over the centers of the points looked at, and notes those that have changed. */
    private void note(int size) {
      for (int j = 0; j < size; j++) {
        int before = labels[ids[j]];
        if (found.labels[j] != before) {
          if (changed == changes.length) {
            changes = Arrays.copyOf(changes, 2 * changed);
          }
          changes[changed++] = ids[j];
          changes[changed++] = before;
          labels[ids[j]] = found.labels[j];
        }
      }
    }
  }
}
