package demitasse.embed.neighbors;

import java.util.Arrays;

/**
 * Keeps the k nearest of the candidates shown to it.
 *
 * <p>A candidate is one long, distance above and index below, so that comparing longs compares
 * distances and then indices: ties fall the same way in whatever order candidates come. The buffer
 * holds more than k; when it is full, selection brings it back to k. Most candidates are turned
 * away by one comparison with {@link #limit()}.
 */
final class Nearest {
  private final int k;
  private final long[] kept;
  private int count;
  private float limit;
  private float farthest;

  Nearest(int k) {
    this.k = k;
    this.kept = new long[2 * k + 64];
    this.limit = Float.POSITIVE_INFINITY;
  }

  /** A candidate at this distance or farther need not be offered. */
  float limit() {
    return limit;
  }

  /** Takes a candidate: {@code distance} is not negative and below or at {@link #limit()}. */
  void offer(float distance, int index) {
    kept[count++] = (long) Float.floatToRawIntBits(distance) << 32 | index;
    if (count == kept.length) {
      select();
    }
  }

  /** Returns the distance of the last one that {@link #drainTo} wrote. */
  float farthest() {
    return farthest;
  }

  /** Writes the k nearest, or all if there were fewer, nearest first; returns how many. */
  int drainTo(int[] indices) {
    int n = Math.min(k, count);
    if (count > k) {
      select();
    }
    Arrays.sort(kept, 0, n);
    for (int i = 0; i < n; i++) {
      indices[i] = (int) kept[i];
    }
    farthest = n == 0 ? 0 : Float.intBitsToFloat((int) (kept[n - 1] >>> 32));
    return n;
  }

  /** Moves the k smallest to the front (Hoare's quickselect) and forgets the others. */
  private void select() {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      long pivot = kept[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (kept[i] < pivot) {
          i++;
        }
        while (kept[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swap = kept[i];
          kept[i++] = kept[j];
          kept[j--] = swap;
        }
      }
      if (k - 1 <= j) {
        high = j;
      } else if (k - 1 >= i) {
        low = i;
      } else {
        break;
      }
    }
    count = k;
    long kth = kept[0];
    for (int i = 1; i < k; i++) {
      kth = Math.max(kth, kept[i]);
    }
    limit = Float.intBitsToFloat((int) (kth >>> 32));
  }
}
