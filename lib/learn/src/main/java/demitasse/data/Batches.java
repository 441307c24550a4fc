package demitasse.data;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import demitasse.numeric.Seeds;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * One pass over some samples in batches of (input, target), on whichever engine the manager is of.
 * The last batch may be smaller.
 *
 * <p>A batch lives until the next one is asked for, or until the manager is closed; nothing needs
 * to be closed by hand, and a pass needs the native memory of one batch.
 */
public final class Batches implements Iterable<NDList> {
  private final Samples samples;
  private final NDManager manager;
  private final int batchSize;
  private final int[] order;
  private final long seed;

  private Batches(Samples samples, NDManager manager, int batchSize, int[] order, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch holds 1 sample or more, not " + batchSize);
    }
    this.samples = samples;
    this.manager = manager;
    this.batchSize = batchSize;
    this.order = order;
    this.seed = seed;
  }

  /** Goes through all samples in their order. */
  public static Batches inOrder(Samples samples, NDManager manager, int batchSize) {
    given(samples, "the samples");
    return new Batches(samples, manager, batchSize, indices(samples), 0);
  }

  /** Goes through all samples in an order that the seed decides, and so it does what is random. */
  public static Batches shuffled(Samples samples, NDManager manager, int batchSize, long seed) {
    given(samples, "the samples");
    int[] order = indices(samples);
    Seeds.shuffle(order, seed);
    return new Batches(samples, manager, batchSize, order, seed);
  }

  private static int[] indices(Samples samples) {
    return IntStream.range(0, samples.size()).toArray();
  }

  /** Returns how many batches a pass has. */
  public int count() {
    return (order.length + batchSize - 1) / batchSize;
  }

  @Override
  public String toString() {
    return count() + " batches of up to " + batchSize;
  }

  @Override
  public Iterator<NDList> iterator() {
    return new Iterator<>() {
      private int next;
      private NDManager current;

      @Override
      public boolean hasNext() {
        if (next < order.length) {
          return true;
        }
        closeCurrent();
        return false;
      }

      @Override
      public NDList next() {
        if (!hasNext()) {
          throw new NoSuchElementException("that was the last of " + count() + " batches");
        }
        closeCurrent();
        current = manager.newSubManager();
        int end = Math.min(order.length, next + batchSize);
        int[] indices = Arrays.copyOfRange(order, next, end);
        Batch batch = samples.batch(current, indices, Seeds.mix(seed, next));
        next = end;
        return new NDList(batch.input(), batch.target());
      }

      private void closeCurrent() {
        if (current != null) {
          current.close();
          current = null;
        }
      }
    };
  }
}
