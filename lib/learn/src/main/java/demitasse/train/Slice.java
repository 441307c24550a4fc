package demitasse.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Samples;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/** The samples from {@code from} up to, but without, {@code to}. */
record Slice(Samples all, int from, int to) implements Samples {
  Slice {
    Objects.checkFromToIndex(from, to, all.size());
  }

  @Override
  public int size() {
    return to - from;
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
    int[] moved = Arrays.stream(indices).map(i -> Objects.checkIndex(i, size()) + from).toArray();
    return all.batch(manager, moved, seed);
  }

  @Override
  public String mark() {
    return all.mark();
  }

  @Override
  public String toString() {
    return "samples %d to %d of %s".formatted(from, to - 1, all);
  }
}
