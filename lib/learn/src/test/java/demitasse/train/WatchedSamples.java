package demitasse.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Samples;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The samples of another, each batch of which is announced before it is built.
 *
 * @param all the samples
 * @param watcher gets the indices of the batch, on the thread that asks for it
 */
public record WatchedSamples(Samples all, Consumer<int[]> watcher) implements Samples {
  @Override
  public int size() {
    return all.size();
  }

  @Override
  public Shape inputShape() {
    return all.inputShape();
  }

  @Override
  public Shape targetShape() {
    return all.targetShape();
  }

  @Override
  public OptionalInt classes() {
    return all.classes();
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    watcher.accept(indices);
    return all.batch(manager, indices, seed);
  }
}
